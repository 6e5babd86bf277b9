using System.Collections.Immutable;
using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Authoring;

// A document from a schema.
//
// The root field is selected with its arguments: given values as literals, required ones as variables. Below it, every level selects the leaves of
// its type, and goes on into objects while the depth lasts and the type does not stand on the way already (types refer to each other in circles).
// Fields whose arguments are required are left out, unless they are asked for by their path: their values are variables then. Interfaces and
// unions are selected by their common fields and one inline fragment a possible type; where fragments would give one response name two types, the
// later one gets an alias, as such documents are invalid (specification section 5.3.2).

/// <summary>Writes a valid document for a field of a root type. Thread-safe.</summary>
public sealed class QueryWriter
{
    /// <summary>More fields than this are read by nobody; asking for them is a mistake about the depth.</summary>
    private const int MaximumFields = 10_000;

    private readonly Schema _schema;
    private readonly QueryOutline _outline;
    private readonly List<FieldPattern> _select;
    private readonly List<FieldPattern> _exclude;
    private readonly List<string> _path = [];
    private readonly Stack<NamedType> _types = new();
    private readonly List<VariableDefinitionNode> _variables = [];
    private readonly HashSet<string> _variableNames = new(StringComparer.Ordinal);
    private readonly Dictionary<string, VariableNode> _variablesByPlace = new(StringComparer.Ordinal);
    private int _fields;

    private QueryWriter(Schema schema, QueryOutline outline)
    {
        _schema = schema;
        _outline = outline;
        _select = [.. outline.Select.Select(static text => new FieldPattern(text))];
        _exclude = [.. outline.Exclude.Select(static text => new FieldPattern(text))];
    }

    /// <summary>Writes the document.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="outline">What to ask for.</param>
    /// <returns>A document with one operation, which is valid by a valid schema's lights.</returns>
    /// <exception cref="QueryOutlineException">The schema has no such field or argument, or a value does not fit.</exception>
    public static DocumentNode Write(Schema schema, QueryOutline outline)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(outline);
        ArgumentOutOfRangeException.ThrowIfLessThan(outline.Depth, 1);
        return new QueryWriter(schema, outline).Write();
    }

    private DocumentNode Write()
    {
        var (operation, field) = FindRootField();
        var arguments = RootArguments(field);
        var selection = new FieldNode
        {
            Name = new NameNode(field.Name),
            Arguments = arguments,
            SelectionSet = SelectionOf(field.Type.Named, _outline.Depth),
        };
        if (_select.Find(static pattern => !pattern.WasUsed) is { } unused) throw NothingAt(field, unused.Text);
        return new DocumentNode(
        [
            new OperationDefinitionNode
            {
                Operation = operation,
                Name = new NameNode(_outline.Name ?? field.Name),
                VariableDefinitions = [.. _variables],
                SelectionSet = new SelectionSetNode([selection]),
            },
        ]);
    }

    private (OperationType Operation, FieldDefinition Field) FindRootField()
    {
        var parts = _outline.Field.Split('.');
        foreach (var operation in new[] { OperationType.Query, OperationType.Mutation, OperationType.Subscription })
        {
            if (_outline.Operation is { } wanted && wanted != operation) continue;
            if (_schema.GetRootType(operation) is not { } root || (parts.Length == 2 && parts[0] != root.Name)) continue;
            if (parts.Length <= 2 && root.Fields.Find(parts[^1]) is { } field) return (operation, field);
        }

        var known = new[] { _schema.Query, _schema.Mutation, _schema.Subscription }.OfType<ObjectType>().ToArray();
        throw new QueryOutlineException(
            $"No root type of the schema has a field \"{_outline.Field}\".{Suggestions.Sentence(parts[^1], known.SelectMany(static type => type.Fields).Select(static field => field.Name).Distinct())}");
    }

    private ImmutableArray<ArgumentNode> RootArguments(FieldDefinition field)
    {
        foreach (var name in _outline.Arguments.Keys)
        {
            if (!field.Arguments.Contains(name))
                throw new QueryOutlineException($"{field} has no argument \"{name}\".{Suggestions.Sentence(name, field.Arguments.Select(static argument => argument.Name))}");
        }

        var arguments = ImmutableArray.CreateBuilder<ArgumentNode>();
        foreach (var argument in field.Arguments)
        {
            if (_outline.Arguments.TryGetValue(argument.Name, out var value))
                arguments.Add(new ArgumentNode(new NameNode(argument.Name), ValueLiteral.Of(value, argument.Type, argument.Coordinate)));
            else if (argument.IsRequired || (_outline.AllArguments && argument.DeprecationReason is null))
                arguments.Add(Variable(argument, field));
        }

        return arguments.ToImmutable();
    }

    private ArgumentNode Variable(InputValueDefinition argument, FieldDefinition field)
    {
        // The same field in two fragments must have the same arguments.
        var key = $"{string.Join('.', _path)}({argument.Name}: {argument.Type})";
        if (_variablesByPlace.TryGetValue(key, out var known)) return new ArgumentNode(new NameNode(argument.Name), known);
        var name = argument.Name;
        if (!_variableNames.Add(name)) name = $"{field.Name}_{argument.Name}";
        for (var number = 2; name != argument.Name && !_variableNames.Add(name); number++) name = $"{field.Name}_{argument.Name}{number}";
        var variable = new VariableNode(new NameNode(name));
        _variablesByPlace.Add(key, variable);
        _variables.Add(new VariableDefinitionNode
        {
            Variable = variable,
            Type = Parser.ParseType(argument.Type.ToString()),
            DefaultValue = argument.DefaultValue,
        });
        return new ArgumentNode(new NameNode(argument.Name), variable);
    }

    private SelectionSetNode? SelectionOf(NamedType type, int depth)
    {
        if (type is not CompositeType composite) return null;
        _types.Push(type);
        var selections = ImmutableArray.CreateBuilder<SelectionNode>();
        var responseTypes = new Dictionary<string, string>(StringComparer.Ordinal);
        AddFields(selections, composite, depth, responseTypes, null);
        if (composite.IsAbstract) AddFragments(selections, composite, depth, responseTypes);
        if (selections.Count == 0) selections.Add(new FieldNode { Name = new NameNode("__typename") });
        _types.Pop();
        return new SelectionSetNode(selections.ToImmutable());
    }

    private void AddFragments(
        ImmutableArray<SelectionNode>.Builder selections, CompositeType type, int depth, Dictionary<string, string> responseTypes)
    {
        selections.Insert(0, new FieldNode { Name = new NameNode("__typename") });
        foreach (var possible in _schema.GetPossibleTypes(type))
        {
            var own = ImmutableArray.CreateBuilder<SelectionNode>();
            AddFields(own, possible, depth, responseTypes, type);
            if (own.Count == 0) continue;
            selections.Add(new InlineFragmentNode
            {
                TypeCondition = new NamedTypeNode(new NameNode(possible.Name)),
                SelectionSet = new SelectionSetNode(own.ToImmutable()),
            });
        }
    }

    private void AddFields(
        ImmutableArray<SelectionNode>.Builder selections, CompositeType type, int depth, Dictionary<string, string> responseTypes, CompositeType? around)
    {
        foreach (var field in type.Fields)
        {
            if (around?.Fields.Contains(field.Name) == true) continue;
            _path.Add(field.Name);
            if (Wants(field, depth) && CreateField(field, depth) is { } selection) selections.Add(Distinguish(selection, field, type, responseTypes));
            _path.RemoveAt(_path.Count - 1);
        }
    }

    private static FieldNode Distinguish(FieldNode selection, FieldDefinition field, CompositeType type, Dictionary<string, string> responseTypes)
    {
        var shape = field.Type.ToString();
        if (responseTypes.TryAdd(field.Name, shape) || responseTypes[field.Name] == shape) return selection;
        var alias = $"{char.ToLowerInvariant(type.Name[0])}{type.Name[1..]}_{field.Name}";
        responseTypes.TryAdd(alias, shape);
        return selection with { Alias = new NameNode(alias) };
    }

    private bool Wants(FieldDefinition field, int depth)
    {
        if (_exclude.Exists(pattern => pattern.IsSingleName ? pattern.MatchesName(field.Name) : pattern.Matches(_path))) return false;
        var isNamed = _select.Exists(pattern => !pattern.HasWildcards && (pattern.Matches(_path) || pattern.LeadsThrough(_path)));
        if (!isNamed && field.DeprecationReason is not null && !_outline.IncludeDeprecated) return false;
        if (!isNamed && field.Arguments.Any(static argument => argument.IsRequired)) return false;
        if (_select.Count > 0)
        {
            var found = false;
            var isWay = false;
            foreach (var pattern in _select)
            {
                if (pattern.Matches(_path)) found = pattern.WasUsed = true;
                isWay |= pattern.LeadsThrough(_path);
            }

            if (isWay) return field.Type.Named is CompositeType;
            if (found) return true;
            if (!_select.Exists(pattern => pattern.Covers(_path))) return false;
        }

        return field.Type.Named is not CompositeType || (depth > 1 && !_types.Contains(field.Type.Named));
    }

    private FieldNode? CreateField(FieldDefinition field, int depth)
    {
        if (++_fields > MaximumFields)
            throw new QueryOutlineException($"A depth of {_outline.Depth} selects more than {MaximumFields} fields. Ask for less depth, or for some fields only.");
        // What is selected by its path has its leaves however deep it stands.
        var isSelected = _select.Exists(pattern => pattern.Matches(_path));
        var selection = SelectionOf(field.Type.Named, isSelected ? Math.Max(1, depth - 1) : depth - 1);
        return new FieldNode
        {
            Name = new NameNode(field.Name),
            Arguments = [.. field.Arguments.Where(static argument => argument.IsRequired).Select(argument => Variable(argument, field))],
            SelectionSet = selection,
        };
    }

    private static QueryOutlineException NothingAt(FieldDefinition root, string path)
    {
        var type = root.Type.Named;
        foreach (var name in path.Split('.'))
        {
            if (name.Contains('*', StringComparison.Ordinal)) break;
            if (type is not CompositeType composite) return new($"\"{path}\" leads on from {type}, which has no fields.");
            if (composite.Fields.FirstOrDefault(field => string.Equals(field.Name, name, StringComparison.OrdinalIgnoreCase)) is not { } field)
            {
                if (composite.IsAbstract) break;
                return new($"{composite} has no field \"{name}\" (in the path \"{path}\" below {root}).{Suggestions.Sentence(name, composite.Fields.Select(static known => known.Name))}");
            }

            type = field.Type.Named;
        }

        return new($"Nothing below {root} is selected by \"{path}\".");
    }
}
