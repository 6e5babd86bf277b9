using System.Text.Json;

namespace GqlTools.Demo.Shop;

/// <summary>What resolvers know of the HTTP request they work for.</summary>
internal sealed record ShopRequest(HttpContext Http)
{
    /// <summary>The payload of the WebSocket's connection_init message; null without one.</summary>
    public JsonElement? ConnectionPayload { get; init; }

    /// <summary>Called when the source of a subscription's events is open, from which on it misses nothing.</summary>
    public Action? SourceOpened { get; init; }

    private const string IdempotencyHeader = "Idempotency-Key"; // IETF draft-ietf-httpapi-idempotency-key-header

    /// <summary>The key of the header if there is one, else the mutation's own.</summary>
    public string? IdempotencyKey(string? clientMutationId) =>
        Http.Request.Headers.TryGetValue(IdempotencyHeader, out var key) ? key.ToString() : clientMutationId;
}
