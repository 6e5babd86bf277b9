namespace GqlTools.Language.Syntax;

/// <summary>A reference to a type. Specification section 2.11.</summary>
public abstract record TypeNode : SyntaxNode
{
    private protected TypeNode()
    {
    }
}
