namespace GqlTools.Language.Syntax;

/// <summary>The kind of an operation. Specification section 2.3.</summary>
public enum OperationType
{
    /// <summary>A read without side effects.</summary>
    Query,

    /// <summary>A write, whose top fields run one after another.</summary>
    Mutation,

    /// <summary>A stream of results, one for each event of its source.</summary>
    Subscription,
}
