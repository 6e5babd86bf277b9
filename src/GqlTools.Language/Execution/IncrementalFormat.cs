namespace GqlTools.Language.Execution;

/// <summary>The two forms that incremental delivery has over the wire.</summary>
public enum IncrementalFormat
{
    /// <summary>The form of 2022-08-24 (<c>deferSpec=20220824</c>): each part says its path, label and data.</summary>
    Defer20220824,

    /// <summary>The later form (<c>incrementalSpec=v0.2</c>): parts are announced in <c>pending</c>, named by ids and ended in <c>completed</c>.</summary>
    IncrementalV02,
}
