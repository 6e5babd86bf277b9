using System.Buffers;
using System.Collections;
using System.Collections.Specialized;
using System.Management.Automation;
using System.Text.Json;
using GqlTools.Client.Operations;
using GqlTools.Conversion;

namespace GqlTools.Binding;

/// <summary>
/// Makes the variables of each request of a command: those that all requests share, and over them those of the pipeline's object. Must be used on
/// the pipeline thread, as properties may be script of its runspace.
/// </summary>
internal sealed class VariableSource(GqlOperation operation, object? shared, ScalarConversion? scalars = null)
{
    private readonly object? _shared = shared;

    /// <summary>The variables of one request as JSON in UTF-8; empty for none.</summary>
    /// <param name="input">The pipeline's object; null for none.</param>
    /// <exception cref="VariableConversionException">Something has no exact JSON form.</exception>
    public ReadOnlyMemory<byte> Write(object? input)
    {
        var own = AsVariables(input);
        if (own is null && _shared is null) return default;
        if (_shared is null) return Serialize(own);
        if (own is null) return Serialize(_shared);

        var merged = new OrderedDictionary(StringComparer.Ordinal);
        AddTo(merged, _shared);
        AddTo(merged, own);
        return Serialize(merged);
    }

    // 1..9 | Invoke-GqlQuery 'query($id: ID!) ...' needs no hashtable: there is only one variable that can be meant.
    private object? AsVariables(object? input)
    {
        var value = input is PSObject wrapper && wrapper.BaseObject is not PSCustomObject ? wrapper.BaseObject : input;
        var plain = value is string text ? !LooksLikeJsonObject(text) : value is not null && (value.GetType().IsPrimitive || value is decimal or Guid or DateTime or DateTimeOffset or Enum);
        return plain && operation.Variables.Count == 1 ? new OrderedDictionary { [operation.Variables[0]] = value } : input;
    }

    private static bool LooksLikeJsonObject(string text) => text.AsSpan().TrimStart().StartsWith("{", StringComparison.Ordinal);

    private ReadOnlyMemory<byte> Serialize(object? variables)
    {
        var output = new ArrayBufferWriter<byte>();
        VariableWriter.WriteVariables(output, scalars is null ? variables : scalars.ConvertVariables(variables), operation.IsKnown ? operation.Variables : null);
        return output.WrittenMemory;
    }

    private void AddTo(OrderedDictionary merged, object variables)
    {
        if ((variables is PSObject wrapper ? wrapper.BaseObject : variables) is IDictionary entries)
        {
            foreach (DictionaryEntry entry in entries) merged[entry.Key.ToString()!] = entry.Value;
            return;
        }

        using var json = JsonDocument.Parse(Serialize(variables), new JsonDocumentOptions { MaxDepth = VariableWriter.DefaultMaxDepth });
        foreach (var entry in json.RootElement.EnumerateObject()) merged[entry.Name] = entry.Value.Clone();
    }
}
