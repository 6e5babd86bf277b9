using System.Text.Json;
using GqlTools.Client.Requests;
using GqlTools.Client.Responses;
using GqlTools.Client.Schemas;

namespace GqlTools.Client.Sessions;

/// <content>The schema, and checking requests against it (C5).</content>
public sealed partial class GqlSession
{
    /// <summary>What is known of the server's types; fetched when it is first needed.</summary>
    public SessionSchema Schema { get; }

    // The session's own questions are not checked: it asks them to learn what to check with.
    private Task<GqlResponse<JsonElement>> SendUncheckedAsync(GqlRequest request, CancellationToken cancellationToken) =>
        SendAsync(request with { IsOfSession = true }, static () => JsonElementReader.Instance, check: false, cancellationToken);

    internal async ValueTask CheckAsync(PreparedRequest request, CancellationToken cancellationToken)
    {
        var schema = await Schema.GetAsync(cancellationToken).ConfigureAwait(false);
        SchemaCheck.ThrowIfInvalid(schema, request);
    }
}
