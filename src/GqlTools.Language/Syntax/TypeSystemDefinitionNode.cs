namespace GqlTools.Language.Syntax;

/// <summary>A definition of the schema, of a type or of a directive. Specification section 3.1.</summary>
public abstract record TypeSystemDefinitionNode : DefinitionNode
{
    private protected TypeSystemDefinitionNode()
    {
    }
}
