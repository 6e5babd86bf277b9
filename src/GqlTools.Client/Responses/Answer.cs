using System.Text.Json;

namespace GqlTools.Client.Responses;

/// <summary>What <see cref="AnswerReader{T}"/> found in a body (GraphQL specification, September 2025, section 7.1).</summary>
/// <typeparam name="T">What <c>data</c> became.</typeparam>
/// <param name="HasDataEntry">Whether there is an entry <c>data</c>, be it null.</param>
/// <param name="HasData">Whether <c>data</c> is there and not null.</param>
/// <param name="Data">Its value.</param>
/// <param name="HasErrors">Whether there is an entry <c>errors</c>.</param>
/// <param name="Errors">Its entries.</param>
/// <param name="Extensions">The entry <c>extensions</c>, or null.</param>
public readonly record struct Answer<T>(
    bool HasDataEntry,
    bool HasData,
    T? Data,
    bool HasErrors,
    IReadOnlyList<GqlError> Errors,
    JsonElement? Extensions)
{
    /// <summary>Whether the body is a GraphQL answer at all.</summary>
    public bool IsGraphQL => HasDataEntry || HasErrors;
}
