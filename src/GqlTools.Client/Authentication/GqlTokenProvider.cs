namespace GqlTools.Client.Authentication;

/// <summary>
/// Where a session gets bearer tokens from, and new ones before they expire or when the server refuses them. Its name stands in errors and views; its
/// tokens never do.
/// </summary>
/// <param name="Name">What people call it, such as the name of its program. No secret.</param>
/// <param name="GetTokenAsync">
/// Gives a token, without the word <c>Bearer</c>. The session asks once for all who wait, and never twice at the same time. The message of an exception
/// is shown to people.
/// </param>
public sealed record GqlTokenProvider(string Name, Func<CancellationToken, Task<string>> GetTokenAsync)
{
    /// <summary>How long it may take. Default 60 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long before its end a token is replaced, where the token says when that is (<c>exp</c> of a JSON Web Token). Never more than a fifth of the
    /// token's life. Default 5 minutes.
    /// </summary>
    public TimeSpan Margin { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
