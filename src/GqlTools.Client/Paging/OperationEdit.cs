using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Client.Paging;

/// <summary>An operation that is being rewritten, with the fragments of its document.</summary>
internal sealed class OperationEdit(DocumentNode document, OperationDefinitionNode operation)
{
    private readonly SelectionEdit _edit = new(document);
    private readonly HashSet<(SelectedField Within, string FieldName)> _selected = [];

    public OperationDefinitionNode Operation { get; private set; } = operation;

    /// <summary>Changes every selection at a path.</summary>
    public void At(IReadOnlyList<string> path, Func<FieldNode, FieldNode> edit) => Set(_edit.At(Operation.SelectionSet, path, edit));

    /// <summary>Leaves out what does not lead to a path.</summary>
    public void Only(IReadOnlyList<string> path) => Set(_edit.Only(Operation.SelectionSet, path));

    /// <summary>Selects a field within all selections at a path, unless it is selected there already.</summary>
    /// <param name="within">What is selected now.</param>
    /// <param name="fieldName">The field.</param>
    /// <param name="leaves">What to select of it; empty for a leaf.</param>
    /// <returns>The response name that it has, or got.</returns>
    public string Select(SelectedField within, string fieldName, params string[] leaves)
    {
        var responseName = ResponseNameFor(within, fieldName);
        if (within.FindByName(responseName) is null && _selected.Add((within, fieldName)))
        {
            var added = Field(responseName, fieldName) with
            {
                SelectionSet = leaves.Length == 0 ? null : new SelectionSetNode([.. leaves.Select(static leaf => Field(leaf, leaf))]),
            };
            At(within.Path, field => field with { SelectionSet = field.SelectionSet! with { Selections = field.SelectionSet.Selections.Add(added) } });
        }

        return responseName;
    }

    /// <summary>Selects a leaf within all selections at a path for each of some types, whatever is selected for others.</summary>
    /// <returns>The response name that it got.</returns>
    public string SelectOn(SelectedField within, IEnumerable<CompositeType> types, string fieldName)
    {
        var responseName = ResponseNameFor(within, fieldName);
        foreach (var type in types.Where(type => _selected.Add((within, $"{type.Name}.{fieldName}"))))
        {
            var added = new InlineFragmentNode
            {
                TypeCondition = new NamedTypeNode(new NameNode(type.Name)),
                SelectionSet = new SelectionSetNode([Field(responseName, fieldName)]),
            };
            At(within.Path, field => field with { SelectionSet = field.SelectionSet! with { Selections = field.SelectionSet.Selections.Add(added) } });
        }

        return responseName;
    }

    /// <summary>The response name that a field has within another, or would get there.</summary>
    public static string ResponseNameFor(SelectedField? within, string fieldName)
    {
        if (within is null) return fieldName;
        if (within.Find(fieldName) is { } there) return there.Name;
        var name = fieldName;
        while (within.FindByName(name) is not null) name += "_";
        return name;
    }

    /// <summary>Removes arguments of all selections at a path.</summary>
    public void RemoveArguments(IReadOnlyList<string> path, params string[] names) => At(path, field => field with
    {
        Arguments = [.. field.Arguments.Where(argument => !names.Contains(argument.Name.Value))],
    });

    /// <summary>Gives an argument to all selections at a path by a new variable.</summary>
    /// <returns>The variable's name, which no other variable has.</returns>
    public string AddArgument(IReadOnlyList<string> path, string name, TypeNode type)
    {
        var variable = Declare(name, type);
        At(path, field => field with { Arguments = field.Arguments.Add(new ArgumentNode(new NameNode(name), new VariableNode(new NameNode(variable)))) });
        return variable;
    }

    /// <summary>Declares a variable.</summary>
    /// <returns>Its name, which no other variable has.</returns>
    public string Declare(string wish, TypeNode type)
    {
        var name = wish;
        for (var number = 2; Operation.VariableDefinitions.Any(definition => definition.Variable.Name.Value == name); number++) name = $"{wish}{number}";
        var declared = new VariableDefinitionNode { Variable = new VariableNode(new NameNode(name)), Type = type };
        Operation = Operation with { VariableDefinitions = Operation.VariableDefinitions.Add(declared) };
        return name;
    }

    /// <summary>Removes the declarations of variables that nothing uses any more.</summary>
    public void RemoveUnusedVariables()
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var definition in Complete().Definitions)
        {
            Visitor.Walk(definition, node =>
            {
                if (node is VariableDefinitionNode) return VisitStep.Skip;
                if (node is VariableNode variable) used.Add(variable.Name.Value);
                return VisitStep.Continue;
            });
        }

        Operation = Operation with { VariableDefinitions = [.. Operation.VariableDefinitions.Where(definition => used.Contains(definition.Variable.Name.Value))] };
    }

    /// <summary>A document of the operation and the fragments that it still uses.</summary>
    public DocumentNode Complete()
    {
        var fragments = document.Definitions.OfType<FragmentDefinitionNode>().ToArray();
        var used = new HashSet<string>(StringComparer.Ordinal);
        var toRead = new Queue<SyntaxNode>([Operation]);
        while (toRead.TryDequeue(out var definition))
        {
            Visitor.Walk(definition, node =>
            {
                if (node is FragmentSpreadNode spread && used.Add(spread.Name.Value))
                {
                    foreach (var fragment in fragments.Where(fragment => fragment.Name.Value == spread.Name.Value)) toRead.Enqueue(fragment);
                }

                return VisitStep.Continue;
            });
        }

        return new DocumentNode([Operation, .. fragments.Where(fragment => used.Contains(fragment.Name.Value))]);
    }

    private static FieldNode Field(string responseName, string fieldName) => new()
    {
        Alias = responseName == fieldName ? null : new NameNode(responseName),
        Name = new NameNode(fieldName),
    };

    private void Set(SelectionSetNode selections) => Operation = Operation with { SelectionSet = selections };
}
