namespace GqlTools.Client.Requests;

/// <summary>Where a session writes the idempotency key of a request.</summary>
public enum IdempotencyKeyPlace
{
    /// <summary>The header field <c>Idempotency-Key</c> (draft-ietf-httpapi-idempotency-key-header).</summary>
    Header,

    /// <summary>The directive <c>@idempotent(key:)</c> of the mutation's field, as Shopify has it.</summary>
    Directive,

    /// <summary><c>clientMutationId</c> of the mutation's <c>input</c>, as Relay's convention has it.</summary>
    ClientMutationId,
}
