using System.Globalization;
using System.Text.Json;
using GqlTools.Language.Syntax;

namespace GqlTools.Client.Paging;

/// <summary>What a caller's variables, and the defaults of an operation, give to its arguments.</summary>
internal sealed class GivenVariables
{
    private readonly OperationDefinitionNode _operation;
    private readonly JsonElement? _variables;

    public GivenVariables(OperationDefinitionNode operation, ReadOnlyMemory<byte> variables)
    {
        _operation = operation;
        if (variables.IsEmpty) return;
        using var json = JsonDocument.Parse(variables, new JsonDocumentOptions { MaxDepth = int.MaxValue });
        _variables = json.RootElement.Clone();
    }

    /// <summary>All that the caller gave, by name.</summary>
    public IEnumerable<JsonProperty> All => _variables is { ValueKind: JsonValueKind.Object } variables ? variables.EnumerateObject() : [];

    /// <summary>The text of an argument's string or number; null where it is not given or null.</summary>
    public string? TextOf(ValueNode? argument) => argument switch
    {
        StringValueNode text => text.Value,
        IntValueNode number => number.Value,
        VariableNode variable when Find(variable.Name.Value) is { } value => value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        },
        VariableNode variable => TextOf(Definition(variable.Name.Value)?.DefaultValue),
        _ => null,
    };

    /// <summary>The whole number that an argument is; null where it is not given, null, or none.</summary>
    public int? NumberOf(ValueNode? argument) =>
        int.TryParse(TextOf(argument), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The type that the operation declares for the variable that an argument is; null where it is no variable.</summary>
    public TypeNode? TypeOf(ValueNode? argument) => argument is VariableNode variable ? Definition(variable.Name.Value)?.Type : null;

    private JsonElement? Find(string name)
    {
        if (_variables is { ValueKind: JsonValueKind.Object } variables && variables.TryGetProperty(name, out var value)) return value;
        return null;
    }

    private VariableDefinitionNode? Definition(string name) =>
        _operation.VariableDefinitions.FirstOrDefault(definition => definition.Variable.Name.Value == name);
}
