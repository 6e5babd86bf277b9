namespace GqlTools.Binding;

/// <summary>Where a session writes the idempotency key of a mutation.</summary>
public enum GqlIdempotencyKeyPlace
{
    /// <summary>The header field Idempotency-Key.</summary>
    Header,

    /// <summary>The directive @idempotent(key:) of the mutation's field.</summary>
    Directive,

    /// <summary>The field clientMutationId of the mutation's input.</summary>
    ClientMutationId,
}
