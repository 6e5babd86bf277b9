namespace GqlTools.Language.Syntax;

/// <summary>How a <see cref="Visitor"/> goes on after it entered a node.</summary>
public enum VisitStep
{
    /// <summary>Into the children of the node.</summary>
    Continue,

    /// <summary>Past the children of the node, and without leaving it.</summary>
    Skip,

    /// <summary>No further: the walk is over.</summary>
    Stop,
}
