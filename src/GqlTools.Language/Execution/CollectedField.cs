using System.Collections.Immutable;
using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Execution;

/// <summary>
/// The selections of one response name on one object type, merged (specification section 6.3.2). What execution would compute again for every
/// object of a list (arguments, the fields below) is kept here. Threads may compute the same thing twice; they get equal results.
/// </summary>
internal sealed class CollectedField(string responseName, FieldNode node, FieldDefinition definition)
{
    private List<FieldNode>? _further;
    private IReadOnlyDictionary<string, object?>? _arguments;
    private SelectionPlan? _plan;
    private ImmutableArray<SelectionPlan> _otherPlans = [];

    public string ResponseName { get; } = responseName;

    public FieldDefinition Definition { get; } = definition;

    /// <summary>The first selection; arguments and directives are the same on all of them.</summary>
    public FieldNode Node { get; } = node;

    /// <summary>All selections; complete once the collection is over.</summary>
    public ImmutableArray<FieldNode> Nodes { get; private set; } = [node];

    /// <summary>Adds a further selection while fields are being collected.</summary>
    public void Add(FieldNode further) => (_further ??= []).Add(further);

    /// <summary>Ends the collection.</summary>
    public void Seal()
    {
        if (_further is not null)
            Nodes = [Node, .. _further];
        _further = null;
    }

    /// <exception cref="LocatedErrorException">An argument is missing or does not fit.</exception>
    public IReadOnlyDictionary<string, object?> GetArguments(IReadOnlyDictionary<string, object?> variables) =>
        _arguments ??= ArgumentCoercion.Coerce(Definition.Arguments, Node.Arguments, Node, variables);

    /// <summary>The fields selected of this field's value, for the object type it has.</summary>
    public SelectionPlan GetPlan(FieldCollector collector, ObjectType type)
    {
        var plan = _plan;
        if (plan is not null && ReferenceEquals(plan.Type, type))
            return plan;
        foreach (var other in _otherPlans)
        {
            if (ReferenceEquals(other.Type, type))
                return other;
        }

        var made = collector.CollectSubfields(type, Nodes);
        if (plan is null)
            _plan = made;
        else
            ImmutableInterlocked.Update(ref _otherPlans, static (plans, added) => plans.Add(added), made);
        return made;
    }
}
