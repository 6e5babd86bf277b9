using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using GqlTools.Language.Syntax;

namespace GqlTools.Client.Paging;

/// <summary>Writes the variables of each page: the caller's own as they are, and those that say which page it is.</summary>
internal sealed class PageVariables
{
    private static readonly string[] NumberTypes = ["Int", "Long", "BigInt"];

    private readonly JsonProperty[] _own;
    private readonly string _position;
    private readonly bool _positionIsNumber;
    private readonly string? _size;
    private readonly string? _owner;

    /// <param name="given">The caller's.</param>
    /// <param name="operation">The operation that is sent; what it does not declare is left out.</param>
    /// <param name="position">The variable of the cursor, offset or page number.</param>
    /// <param name="size">The variable of the page's size; null where there is none.</param>
    /// <param name="owner">A variable that tells whose list it is; null where there is none.</param>
    public PageVariables(GivenVariables given, OperationDefinitionNode operation, string position, string? size, string? owner)
    {
        var declared = operation.VariableDefinitions.ToDictionary(static definition => definition.Variable.Name.Value, StringComparer.Ordinal);
        (_position, _size, _owner) = (position, size, owner);
        _own = [.. given.All.Where(entry => declared.ContainsKey(entry.Name) && entry.Name != position && entry.Name != size && entry.Name != owner)];
        var type = declared[position].Type is NonNullTypeNode nonNull ? nonNull.Type : declared[position].Type;
        _positionIsNumber = type is NamedTypeNode named && NumberTypes.Contains(named.Name.Value);
    }

    /// <summary>The variables of a page as one JSON object in UTF-8.</summary>
    /// <param name="position">Cursor, offset or page number; null leaves it out.</param>
    /// <param name="count">Elements to ask for.</param>
    /// <param name="owner">Whose list it is; null leaves it out.</param>
    public ReadOnlyMemory<byte> Write(string? position, int count, string? owner)
    {
        var output = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
        writer.WriteStartObject();
        foreach (var entry in _own)
        {
            writer.WritePropertyName(entry.Name);
            writer.WriteRawValue(entry.Value.GetRawText(), skipInputValidation: true);
        }

        if (_owner is not null && owner is not null) writer.WriteString(_owner, owner);
        if (_size is not null) writer.WriteNumber(_size, count);
        if (position is not null)
        {
            writer.WritePropertyName(_position);
            if (_positionIsNumber && long.TryParse(position, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) writer.WriteNumberValue(number);
            else writer.WriteStringValue(position);
        }

        writer.WriteEndObject();
        writer.Flush();
        return output.WrittenMemory;
    }
}
