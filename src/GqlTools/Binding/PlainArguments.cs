using System.Buffers;
using System.Text.Json;
using GqlTools.Conversion;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Binding;

/// <summary>Reads arguments or variables from a dictionary, an object or JSON text as the Language's plain values.</summary>
internal static class PlainArguments
{
    /// <exception cref="VariableConversionException">Something has no exact JSON form.</exception>
    public static IReadOnlyDictionary<string, object?> From(object? arguments)
    {
        if (arguments is null) return new Dictionary<string, object?>();
        var json = new ArrayBufferWriter<byte>();
        VariableWriter.WriteVariables(json, arguments);
        using var document = JsonDocument.Parse(json.WrittenMemory, new JsonDocumentOptions { MaxDepth = VariableWriter.DefaultMaxDepth });
        return (IReadOnlyDictionary<string, object?>)PlainValue.FromJson(document.RootElement)!;
    }
}
