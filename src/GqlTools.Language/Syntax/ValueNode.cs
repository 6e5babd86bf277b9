namespace GqlTools.Language.Syntax;

/// <summary>A literal value or a variable. Specification section 2.9.</summary>
public abstract record ValueNode : SyntaxNode
{
    private protected ValueNode()
    {
    }
}
