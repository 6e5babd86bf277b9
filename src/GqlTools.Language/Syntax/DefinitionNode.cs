namespace GqlTools.Language.Syntax;

/// <summary>A definition at the top of a document. Specification section 2.2.</summary>
public abstract record DefinitionNode : SyntaxNode
{
    private protected DefinitionNode()
    {
    }
}
