using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Validation;

/// <summary>What a rule sees of the walk through one document. Valid during one validation only.</summary>
public sealed class RuleContext
{
    private readonly DocumentWalk _walk;
    private readonly string _rule;

    internal RuleContext(DocumentWalk walk, string rule)
    {
        _walk = walk;
        _rule = rule;
    }

    /// <summary>The schema; a schema document is validated without one.</summary>
    public Schema? SchemaOrNull => _walk.Schema;

    /// <summary>The schema.</summary>
    /// <exception cref="InvalidOperationException">A schema document is being validated without a schema.</exception>
    public Schema Schema => _walk.Schema ?? throw new InvalidOperationException($"The rule {_rule} needs a schema.");

    /// <summary>The document.</summary>
    public DocumentNode Document => _walk.Document;

    /// <summary>The composite type the current selection set stands on; null when it is unknown.</summary>
    public CompositeType? ParentType => _walk.ParentType;

    /// <summary>The type of the current field, or of the current fragment; null when it is unknown.</summary>
    public GraphQLType? Type => _walk.Type;

    /// <summary>The definition of the current field; null when it is unknown.</summary>
    public FieldDefinition? Field => _walk.Field;

    /// <summary>The definition of the current argument; null when it is unknown.</summary>
    public InputValueDefinition? Argument => _walk.Argument;

    /// <summary>The type the current value should have; null when it is unknown.</summary>
    public GraphQLType? InputType => _walk.InputType;

    /// <summary>The nodes around the current one, the document first.</summary>
    public IReadOnlyList<SyntaxNode> Ancestors => _walk.Ancestors;

    /// <summary>Whether messages must not tell names of the schema.</summary>
    public bool HidesSuggestions => _walk.Options.HideSuggestions;

    /// <summary>Whether the rest of the document does not matter any more, as there are too many errors.</summary>
    public bool IsStopped => _walk.IsStopped;

    /// <summary>Asks to be called before the children of each node of a kind.</summary>
    /// <typeparam name="T">The node's type.</typeparam>
    /// <param name="kind">The kind.</param>
    /// <param name="handler">Is given the node.</param>
    public void OnEnter<T>(SyntaxKind kind, Action<T> handler)
        where T : SyntaxNode => _walk.AddEnter(kind, node => handler((T)node));

    /// <summary>Asks to be called after the children of each node of a kind.</summary>
    /// <typeparam name="T">The node's type.</typeparam>
    /// <param name="kind">The kind.</param>
    /// <param name="handler">Is given the node.</param>
    public void OnLeave<T>(SyntaxKind kind, Action<T> handler)
        where T : SyntaxNode => _walk.AddLeave(kind, node => handler((T)node));

    /// <summary>Asks to be called after the whole document, when variable usages and fragment spreads are known.</summary>
    /// <param name="handler">Is called once.</param>
    public void OnEnd(Action handler) => _walk.AddEnd(handler);

    /// <summary>Reports an error.</summary>
    /// <param name="message">What is wrong and what would be right.</param>
    /// <param name="nodes">Where it stands.</param>
    public void Report(string message, params IEnumerable<SyntaxNode> nodes) => Report(message, null, nodes);

    /// <summary>Reports an error about an element of the schema.</summary>
    /// <param name="message">What is wrong and what would be right.</param>
    /// <param name="coordinate">The element's coordinate, or null.</param>
    /// <param name="nodes">Where it stands.</param>
    public void Report(string message, string? coordinate, params IEnumerable<SyntaxNode> nodes) => _walk.Report(new ValidationError(
        _rule, message, nodes.Where(static node => node.Location.Source is not null).Select(static node => node.Location).ToArray())
    {
        Coordinate = coordinate,
    });

    /// <summary>The "Did you mean" sentence for a wrong name, with a blank before it; empty when nothing is near or suggestions are hidden.</summary>
    /// <param name="name">The wrong name.</param>
    /// <param name="known">The right names.</param>
    /// <returns>The sentence.</returns>
    public string Suggest(string name, IEnumerable<string> known) => _walk.Suggest(name, known);

    /// <summary>Finds a fragment definition.</summary>
    /// <param name="name">The fragment's name.</param>
    /// <returns>The definition (the last one of several), or null.</returns>
    public FragmentDefinitionNode? FindFragment(string name) => _walk.FindFragment(name);

    /// <summary>Finds the type a type reference means.</summary>
    /// <param name="node">The reference.</param>
    /// <returns>The type, or null when the schema does not have it.</returns>
    public GraphQLType? FindType(TypeNode node) => _walk.FindType(node);

    /// <summary>The fragment spreads anywhere below a selection set, fragments not followed.</summary>
    /// <param name="selectionSet">The selection set.</param>
    /// <returns>The spreads.</returns>
    public IReadOnlyList<FragmentSpreadNode> GetSpreads(SelectionSetNode selectionSet) => _walk.GetSpreads(selectionSet);

    /// <summary>The variables used by an operation and all fragments it leads to. Call it from <see cref="OnEnd"/>.</summary>
    /// <param name="operation">The operation.</param>
    /// <returns>The usages.</returns>
    public IReadOnlyList<VariableUsage> GetVariableUsages(OperationDefinitionNode operation) => _walk.GetVariableUsages(operation);

    /// <summary>The fragments that operations lead to, directly and through other fragments.</summary>
    /// <param name="operations">The operations.</param>
    /// <returns>The fragment definitions, each once.</returns>
    public IReadOnlyList<FragmentDefinitionNode> GetReferencedFragments(IEnumerable<OperationDefinitionNode> operations) =>
        _walk.GetReferencedFragments(operations);

    /// <summary>Counts work that grows faster than the document.</summary>
    /// <param name="steps">How much.</param>
    /// <returns>False when <see cref="ValidationOptions.MaximumWork"/> is spent: the rule must end, the document is refused.</returns>
    public bool Spend(int steps) => _walk.Spend(steps, _rule);

    /// <summary>Whether the stack holds another level of recursion through fragments; if not, the document is refused.</summary>
    /// <returns>False when the rule must end.</returns>
    public bool CanRecurse() => _walk.CanRecurse(_rule);
}
