namespace GqlTools.Language.TypeSystem;

/// <summary>
/// The address of an element of a schema (specification section 3.14, Schema Coordinates): <c>Type</c>, <c>Type.member</c>,
/// <c>Type.field(argument:)</c>, <c>@directive</c> or <c>@directive(argument:)</c>.
/// </summary>
/// <param name="Name">The name of the type or directive, without <c>@</c>.</param>
/// <param name="IsDirective">Whether it is about a directive.</param>
/// <param name="Member">The field, input field or enum value, or null.</param>
/// <param name="Argument">The argument, or null.</param>
public sealed record SchemaCoordinate(string Name, bool IsDirective = false, string? Member = null, string? Argument = null)
{
    /// <summary>Reads a coordinate.</summary>
    /// <param name="text">The text, without blanks.</param>
    /// <returns>The coordinate.</returns>
    /// <exception cref="FormatException">The text is no coordinate.</exception>
    public static SchemaCoordinate Parse(string text) =>
        TryParse(text, out var coordinate)
            ? coordinate
            : throw new FormatException(
                $"\"{text}\" is no schema coordinate; write Type, Type.member, Type.field(argument:), @directive or @directive(argument:).");

    /// <summary>Reads a coordinate.</summary>
    /// <param name="text">The text, without blanks.</param>
    /// <param name="coordinate">The coordinate.</param>
    /// <returns>Whether the text is a coordinate.</returns>
    public static bool TryParse(string text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out SchemaCoordinate? coordinate)
    {
        ArgumentNullException.ThrowIfNull(text);
        coordinate = null;
        var rest = text.AsSpan();
        var isDirective = rest.StartsWith("@");
        if (isDirective)
            rest = rest[1..];
        if (!TryTakeName(ref rest, out var name))
            return false;
        string? member = null, argument = null;
        if (!isDirective && rest.StartsWith("."))
        {
            rest = rest[1..];
            if (!TryTakeName(ref rest, out member))
                return false;
        }

        if ((isDirective || member is not null) && rest.StartsWith("("))
        {
            rest = rest[1..];
            if (!TryTakeName(ref rest, out argument) || !rest.StartsWith(":)"))
                return false;
            rest = rest[2..];
        }

        if (rest.Length > 0)
            return false;
        coordinate = new SchemaCoordinate(name, isDirective, member, argument);
        return true;
    }

    /// <summary>Finds the element in a schema.</summary>
    /// <param name="schema">The schema.</param>
    /// <returns>The type, field, argument, input field, enum value or directive; null when the schema has none there.</returns>
    public ISchemaElement? Resolve(Schema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        if (IsDirective)
        {
            var directive = schema.FindDirective(Name);
            return Argument is null ? directive : directive?.Arguments.Find(Argument);
        }

        var type = schema.FindType(Name);
        if (Member is null)
            return type;
        ISchemaElement? member = type switch
        {
            CompositeType composite => schema.FindField(composite, Member),
            EnumType enumType => enumType.Values.Find(Member),
            InputObjectType input => input.Fields.Find(Member),
            _ => null,
        };
        return Argument is null ? member : (member as FieldDefinition)?.Arguments.Find(Argument);
    }

    /// <summary>The coordinate's text.</summary>
    /// <returns>For example <c>Query.products(first:)</c>.</returns>
    public override string ToString() =>
        $"{(IsDirective ? "@" : string.Empty)}{Name}{(Member is null ? string.Empty : "." + Member)}{(Argument is null ? string.Empty : $"({Argument}:)")}";

    private static bool TryTakeName(ref ReadOnlySpan<char> rest, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? name)
    {
        var length = 0;
        while (length < rest.Length && (rest[length] == '_' || char.IsAsciiLetter(rest[length]) || (length > 0 && char.IsAsciiDigit(rest[length]))))
            length++;
        name = length == 0 ? null : rest[..length].ToString();
        rest = rest[length..];
        return name is not null;
    }
}
