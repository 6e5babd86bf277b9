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

    // The type by which servers know a file (graphql-multipart-request-spec).
    private const string UploadType = "Upload";

    /// <summary>A variable that goes before all others of its name; null for none.</summary>
    public KeyValuePair<string, object>? First { get; init; }

    /// <summary>The variables of one request as JSON in UTF-8; empty for none.</summary>
    /// <param name="input">The pipeline's object; null for none.</param>
    /// <param name="uploads">Takes the files; without it they are refused.</param>
    /// <exception cref="VariableConversionException">Something has no exact JSON form.</exception>
    public ReadOnlyMemory<byte> Write(object? input, UploadCollector? uploads = null)
    {
        var own = AsVariables(input);
        if (First is null)
        {
            if (own is null && _shared is null) return default;
            if (_shared is null) return Serialize(own, uploads);
            if (own is null) return Serialize(_shared, uploads);
        }

        var merged = new OrderedDictionary(StringComparer.Ordinal);
        if (_shared is not null) AddTo(merged, _shared, uploads);
        if (own is not null) AddTo(merged, own, uploads);
        if (First is { } first) merged[first.Key] = first.Value;
        return Serialize(merged, uploads);
    }

    // 1..9 | Invoke-GqlQuery 'query($id: ID!) ...' needs no hashtable: there is only one variable that can be meant.
    private object? AsVariables(object? input)
    {
        var value = input is PSObject wrapper && wrapper.BaseObject is not PSCustomObject ? wrapper.BaseObject : input;
        if (value is not null && UploadCollector.IsFile(value) && OnlyUpload() is { } upload) return new OrderedDictionary { [upload] = value };
        var plain = value is string text ? !LooksLikeJsonObject(text) : value is not null && (value.GetType().IsPrimitive || value is decimal or Guid or DateTime or DateTimeOffset or Enum);
        return plain && operation.Variables.Count == 1 ? new OrderedDictionary { [operation.Variables[0]] = value } : input;
    }

    // Get-ChildItem *.png | Invoke-GqlQuery 'mutation($file: Upload!) ...': the file itself is meant, not its properties.
    private string? OnlyUpload()
    {
        string? found = null;
        for (var index = 0; index < operation.VariableTypes.Count; index++)
        {
            if (operation.VariableTypes[index] != UploadType) continue;
            if (found is not null) return null;
            found = operation.Variables[index];
        }

        return found;
    }

    private static bool LooksLikeJsonObject(string text) => text.AsSpan().TrimStart().StartsWith("{", StringComparison.Ordinal);

    private ReadOnlyMemory<byte> Serialize(object? variables, UploadCollector? uploads)
    {
        var output = new ArrayBufferWriter<byte>();
        VariableWriter.WriteVariables(
            output,
            scalars is null ? variables : scalars.ConvertVariables(variables),
            operation.IsKnown ? operation.Variables : null,
            uploads: uploads);
        return output.WrittenMemory;
    }

    private void AddTo(OrderedDictionary merged, object variables, UploadCollector? uploads)
    {
        if ((variables is PSObject wrapper ? wrapper.BaseObject : variables) is IDictionary entries)
        {
            foreach (DictionaryEntry entry in entries)
            {
                uploads?.Forget(entry.Key.ToString()!);
                merged[entry.Key.ToString()!] = entry.Value;
            }

            return;
        }

        // Its files are found now, as what is merged has only its JSON.
        var before = uploads?.Exchange(null);
        using var json = JsonDocument.Parse(Serialize(variables, uploads), new JsonDocumentOptions { MaxDepth = VariableWriter.DefaultMaxDepth });
        var found = uploads?.Exchange(before);
        foreach (var entry in json.RootElement.EnumerateObject())
        {
            uploads?.Forget(entry.Name);
            merged[entry.Name] = entry.Value.Clone();
        }

        uploads?.Add(found);
    }
}
