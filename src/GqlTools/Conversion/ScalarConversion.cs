using System.Collections;
using System.Collections.Specialized;
using System.Management.Automation;
using GqlTools.Client.Operations;
using GqlTools.Language.Authoring;
using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Conversion;

/// <summary>
/// Turns values of the scalars and enums that a session maps into .NET types: those of an answer's data by the types of the fields that the
/// operation selects, those of variables by their declared types. What is not mapped stays as it is. Must be used on the pipeline thread.
/// </summary>
internal sealed class ScalarConversion
{
    private readonly IReadOnlyDictionary<string, Type> _types;
    private readonly Dictionary<string, GraphQLType> _variables = new(StringComparer.Ordinal);
    private readonly HashSet<NamedType> _inputsWithScalars = [];
    private readonly Plan? _plan;

    public ScalarConversion(Schema schema, GqlDocument document, GqlOperation operation, IReadOnlyDictionary<string, Type> types)
    {
        _types = types;
        var node = document.Syntax.Definitions.OfType<OperationDefinitionNode>().First(found => found.Name?.Value == operation.Name);
        _plan = PlanFor(ResponseShape.Of(document.Syntax, node, schema));
        FindInputsWithScalars(schema);
        foreach (var variable in node.VariableDefinitions)
        {
            if (FindType(schema, variable.Type) is { } type && IsConcerned(type.Named)) _variables[variable.Variable.Name.Value] = type;
        }
    }

    /// <summary>Puts .NET values into the data. Values that cannot be converted stay, and are reported.</summary>
    public IReadOnlyList<ScalarConversionException> ConvertData(object? data)
    {
        var problems = new List<ScalarConversionException>();
        if (_plan is not null) Convert(data, _plan, "", problems);
        return problems;
    }

    /// <summary>A part of the data with .NET values in it.</summary>
    /// <param name="value">The part.</param>
    /// <param name="path">Response names that lead to it.</param>
    /// <param name="problems">Values that cannot be converted; they stay.</param>
    public object? ConvertPart(object? value, IReadOnlyList<string> path, ICollection<ScalarConversionException> problems)
    {
        var plan = _plan;
        foreach (var name in path) plan = plan?.Fields.FirstOrDefault(field => field.Key == name).Value;
        return plan is null ? value : Replace(value, plan, string.Join('.', path), problems);
    }

    /// <summary>The variables with the values of mapped scalars converted, for writing. JSON text is left as it is.</summary>
    /// <exception cref="ScalarConversionException">A value is none of the mapped type.</exception>
    public object? ConvertVariables(object? variables)
    {
        if (_variables.Count == 0) return variables;
        return ConvertFields(variables, name => _variables.GetValueOrDefault(name), "$variables");
    }

    private void Convert(object? value, Plan plan, string path, ICollection<ScalarConversionException> problems)
    {
        switch (value)
        {
            case object[] list:
                for (var index = 0; index < list.Length; index++)
                {
                    var place = $"{path}[{index}]";
                    if (plan.Scalar is not null && list[index] is not object[]) list[index] = ConvertLeaf(list[index], plan.Scalar, place, problems)!;
                    else Convert(list[index], plan, place, problems);
                }

                break;
            case IDictionary entries:
                foreach (var (name, field) in plan.Fields)
                {
                    if (entries.Contains(name)) entries[name] = Replace(entries[name], field, Join(path, name), problems);
                }

                break;
            case PSObject { BaseObject: PSCustomObject } source:
                foreach (var (name, field) in plan.Fields)
                {
                    if (source.Properties[name] is { } property) property.Value = Replace(property.Value, field, Join(path, name), problems);
                }

                break;
        }
    }

    private object? Replace(object? value, Plan plan, string path, ICollection<ScalarConversionException> problems)
    {
        if (plan.Scalar is { } scalar && value is not object[]) return ConvertLeaf(value, scalar, path, problems);
        Convert(value, plan, path, problems);
        return value;
    }

    private object? ConvertLeaf(object? value, NamedType scalar, string path, ICollection<ScalarConversionException> problems)
    {
        if (value is null) return null;
        try
        {
            return ToType(value, scalar, path);
        }
        catch (ScalarConversionException exception)
        {
            problems.Add(exception);
            return value;
        }
    }

    private object? ConvertInput(object? value, GraphQLType type, string path)
    {
        var plain = value is PSObject wrapper && wrapper.BaseObject is not PSCustomObject ? wrapper.BaseObject : value;
        if (plain is null || !IsConcerned(type.Named)) return value;
        if (type.Nullable is ListType list)
        {
            if (plain is IEnumerable items and not string and not IDictionary)
                return items.Cast<object?>().Select((item, index) => ConvertInput(item, list.ItemType, $"{path}[{index}]")).ToArray();
            return ConvertInput(value, list.ItemType, path);
        }

        if (type.Named is InputObjectType input) return ConvertFields(value, name => input.Fields.Find(name)?.Type, path);
        return ScalarValue.ToWire(ToType(plain, type.Named, path), type.Named);
    }

    private object? ConvertFields(object? value, Func<string, GraphQLType?> typeOf, string path)
    {
        var plain = value is PSObject wrapper && wrapper.BaseObject is not PSCustomObject ? wrapper.BaseObject : value;
        IEnumerable<KeyValuePair<string, object?>>? fields = plain switch
        {
            IDictionary entries => entries.Cast<DictionaryEntry>().Select(static entry => KeyValuePair.Create(entry.Key.ToString()!, entry.Value)),
            PSObject source => source.Properties.Select(static property => KeyValuePair.Create(property.Name, (object?)property.Value)),
            _ => null,
        };
        if (fields is null) return value;
        var converted = new OrderedDictionary(StringComparer.Ordinal);
        foreach (var (name, field) in fields)
            converted[name] = typeOf(name) is { } type ? ConvertInput(field, type, $"{path}.{name}") : field;
        return converted;
    }

    private object? ToType(object value, NamedType scalar, string path)
    {
        var type = _types[scalar.Name];
        try
        {
            return ScalarValue.ToType(value, type);
        }
        catch (Exception exception) when (exception is PSInvalidCastException or FormatException or ArgumentException or OverflowException)
        {
            throw new ScalarConversionException(path, scalar.Name, type, exception);
        }
    }

    private Plan? PlanFor(ResponseShape shape)
    {
        var named = shape.Type?.Named;
        if (named is not null && shape.Fields.Count == 0) return _types.ContainsKey(named.Name) ? new Plan(named, []) : null;
        var fields = new List<KeyValuePair<string, Plan>>();
        foreach (var (name, field) in shape.Fields)
        {
            if (PlanFor(field) is { } plan) fields.Add(KeyValuePair.Create(name, plan));
        }

        return fields.Count == 0 ? null : new Plan(null, fields);
    }

    // Input types refer to each other in circles, so what leads to a mapped scalar is found by going round until nothing is added.
    private void FindInputsWithScalars(Schema schema)
    {
        var inputs = schema.Types.OfType<InputObjectType>().ToArray();
        int before;
        do
        {
            before = _inputsWithScalars.Count;
            foreach (var input in inputs)
            {
                if (input.Fields.Any(field => IsConcerned(field.Type.Named))) _inputsWithScalars.Add(input);
            }
        }
        while (_inputsWithScalars.Count > before);
    }

    private bool IsConcerned(NamedType type) => type is InputObjectType ? _inputsWithScalars.Contains(type) : _types.ContainsKey(type.Name);

    private static GraphQLType? FindType(Schema schema, TypeNode node) => node switch
    {
        NamedTypeNode named => schema.FindType(named.Name.Value),
        ListTypeNode list => FindType(schema, list.Type)?.List(),
        NonNullTypeNode nonNull => FindType(schema, nonNull.Type)?.NonNull(),
        _ => null,
    };

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private sealed record Plan(NamedType? Scalar, List<KeyValuePair<string, Plan>> Fields);
}
