namespace GqlTools.Language.Syntax;

/// <summary>An extension of the schema or of a type. Specification section 3.2.</summary>
public abstract record TypeSystemExtensionNode : DefinitionNode
{
    private protected TypeSystemExtensionNode()
    {
    }
}
