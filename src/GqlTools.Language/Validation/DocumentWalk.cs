using System.Runtime.CompilerServices;
using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Validation;

// Overview of validation
//
// One walk through the document serves all rules. The walk knows the type of everything it passes (DocumentWalk.Types.cs) and calls the
// rules that asked for a node's kind; it also collects, on the way, what several rules need afterwards: the variables used and the
// fragments spread by each definition. A rule is a static class with one ValidationRule; what it remembers during one document lives in
// the closures of its Attach method, so rules are shared by all threads and documents.
//
// Whatever could grow faster than the document draws on one budget (Spend). When it is spent, or the stack or the number of errors is at
// its end, the walk stops and the document counts as refused.

/// <summary>One walk of all rules through one document.</summary>
internal sealed partial class DocumentWalk
{
    /// <summary>After comparing with this many names, further errors come without suggestions: a few dozen of them on the largest schemas.</summary>
    private const int MaximumSuggestionNames = 50_000;

    private static readonly int KindCount = Enum.GetValues<SyntaxKind>().Length;

    private readonly List<Action<SyntaxNode>>?[] _enter = new List<Action<SyntaxNode>>?[KindCount];
    private readonly List<Action<SyntaxNode>>?[] _leave = new List<Action<SyntaxNode>>?[KindCount];
    private readonly List<Action> _end = [];
    private readonly List<ValidationError> _errors = [];
    private readonly List<SyntaxNode> _ancestors = [];
    private readonly Dictionary<string, FragmentDefinitionNode> _fragments = new(StringComparer.Ordinal);
    private readonly Dictionary<SelectionSetNode, List<FragmentSpreadNode>> _spreads = [];
    private readonly Dictionary<SyntaxNode, List<VariableUsage>> _usages = [];
    private readonly Dictionary<OperationDefinitionNode, IReadOnlyList<VariableUsage>> _operationUsages = [];
    private int _remainingWork;
    private int _remainingSuggestionNames = MaximumSuggestionNames;

    public DocumentWalk(Schema? schema, DocumentNode document, ValidationOptions options)
    {
        Schema = schema;
        Document = document;
        Options = options;
        _remainingWork = options.MaximumWork;
        foreach (var definition in document.Definitions)
        {
            if (definition is FragmentDefinitionNode fragment)
                _fragments[fragment.Name.Value] = fragment;
        }

        foreach (var rule in options.Rules)
            rule.Attach(new RuleContext(this, rule.Name));
    }

    public Schema? Schema { get; }

    public DocumentNode Document { get; }

    public ValidationOptions Options { get; }

    public bool IsStopped { get; private set; }

    public IReadOnlyList<SyntaxNode> Ancestors => _ancestors;

    public void AddEnter(SyntaxKind kind, Action<SyntaxNode> handler) => (_enter[(int)kind] ??= []).Add(handler);

    public void AddLeave(SyntaxKind kind, Action<SyntaxNode> handler) => (_leave[(int)kind] ??= []).Add(handler);

    public void AddEnd(Action handler) => _end.Add(handler);

    public IReadOnlyList<ValidationError> Run()
    {
        Visit(Document);
        foreach (var handler in _end)
        {
            if (IsStopped)
                break;
            handler();
        }

        return _errors;
    }

    public void Report(ValidationError error)
    {
        if (IsStopped)
            return;
        if (_errors.Count < Options.MaximumErrors)
        {
            _errors.Add(error);
            return;
        }

        Stop(new ValidationError(
            "MaximumErrors",
            $"The document has more than {Options.MaximumErrors} errors (ValidationOptions.MaximumErrors); the rest was not looked at.",
            []));
    }

    public string Suggest(string name, IEnumerable<string> known)
    {
        if (Options.HideSuggestions || _remainingSuggestionNames <= 0)
            return string.Empty;
        var names = known.ToList();
        _remainingSuggestionNames -= names.Count;
        return Suggestions.Sentence(name, names);
    }

    public bool Spend(int steps, string rule)
    {
        _remainingWork -= steps;
        if (_remainingWork >= 0)
            return !IsStopped;
        Stop(new ValidationError(
            rule,
            $"The document is too complex: its fragments and fields need more than {Options.MaximumWork} steps to compare (ValidationOptions.MaximumWork).",
            []));
        return false;
    }

    public bool CanRecurse(string rule)
    {
        if (IsStopped)
            return false;
        if (RuntimeHelpers.TryEnsureSufficientExecutionStack())
            return true;
        Stop(new ValidationError(rule, "The document is too deep for the stack of this thread: its fields, values or fragments lead through too many others.", []));
        return false;
    }

    public FragmentDefinitionNode? FindFragment(string name) => _fragments.GetValueOrDefault(name);

    public GraphQLType? FindType(TypeNode node) => node switch
    {
        ListTypeNode list => FindType(list.Type)?.List(),
        NonNullTypeNode nonNull => FindType(nonNull.Type)?.NonNull(),
        NamedTypeNode named => Schema?.FindType(named.Name.Value),
        _ => null,
    };

    public List<FragmentSpreadNode> GetSpreads(SelectionSetNode selectionSet)
    {
        if (_spreads.TryGetValue(selectionSet, out var spreads))
            return spreads;
        _spreads.Add(selectionSet, spreads = []);
        var pending = new Stack<SelectionSetNode>();
        pending.Push(selectionSet);
        while (pending.TryPop(out var next))
        {
            foreach (var selection in next.Selections)
            {
                if (selection is FragmentSpreadNode spread)
                    spreads.Add(spread);
                else if ((selection as FieldNode)?.SelectionSet is { } ofField)
                    pending.Push(ofField);
                else if (selection is InlineFragmentNode inline)
                    pending.Push(inline.SelectionSet);
            }
        }

        return spreads;
    }

    public List<FragmentDefinitionNode> GetReferencedFragments(IEnumerable<OperationDefinitionNode> operations)
    {
        var found = new List<FragmentDefinitionNode>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var operation in operations)
            Follow(operation.SelectionSet);
        for (var i = 0; i < found.Count; i++)
            Follow(found[i].SelectionSet);
        return found;

        void Follow(SelectionSetNode selectionSet)
        {
            var spreads = GetSpreads(selectionSet);
            if (!Spend(spreads.Count, "NoUnusedFragments"))
                return;
            foreach (var spread in spreads)
            {
                if (seen.Add(spread.Name.Value) && FindFragment(spread.Name.Value) is { } fragment)
                    found.Add(fragment);
            }
        }
    }

    public IReadOnlyList<VariableUsage> GetVariableUsages(OperationDefinitionNode operation)
    {
        if (_operationUsages.TryGetValue(operation, out var known))
            return known;
        var usages = new List<VariableUsage>();
        if (_usages.TryGetValue(operation, out var own))
            usages.AddRange(own);
        foreach (var fragment in GetReferencedFragments([operation]))
        {
            if (_usages.TryGetValue(fragment, out var more) && Spend(more.Count, "NoUndefinedVariables"))
                usages.AddRange(more);
        }

        _operationUsages.Add(operation, usages);
        return usages;
    }

    private void Stop(ValidationError error)
    {
        if (!IsStopped)
            _errors.Add(error);
        IsStopped = true;
    }
}
