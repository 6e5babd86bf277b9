using System.Buffers;
using System.Text.Json;
using GqlTools.Conversion;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Binding;

/// <summary>Reads arguments or variables from a dictionary, an object or JSON text as the Language's plain values.</summary>
internal static class PlainArguments
{
    /// <summary>The values by their names; none for null.</summary>
    /// <param name="arguments">What a parameter was given.</param>
    /// <param name="parameter">The parameter, for errors.</param>
    /// <exception cref="VariableConversionException">Something has no exact JSON form.</exception>
    public static IReadOnlyDictionary<string, object?> From(object? arguments, string parameter)
    {
        if (arguments is null) return new Dictionary<string, object?>();
        var json = new ArrayBufferWriter<byte>();
        VariableWriter.WriteVariables(json, arguments, root: $"-{parameter}");
        using var document = JsonDocument.Parse(json.WrittenMemory, new JsonDocumentOptions { MaxDepth = VariableWriter.DefaultMaxDepth });
        return (IReadOnlyDictionary<string, object?>)PlainValue.FromJson(document.RootElement)!;
    }
}
