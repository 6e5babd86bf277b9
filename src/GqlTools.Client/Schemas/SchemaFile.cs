using System.Text.Json;
using GqlTools.Client.Failures;
using GqlTools.Client.Responses;
using GqlTools.Language.Introspection;
using GqlTools.Language.Sdl;
using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Client.Schemas;

/// <summary>Reads schemas from files: the schema definition language, or the JSON answer to an introspection query.</summary>
public static class SchemaFile
{
    private const char ByteOrderMark = '\uFEFF';

    /// <summary>Reads a schema from a file. Which form it has is told by its first character, not by its name.</summary>
    /// <param name="path">The file's path.</param>
    /// <exception cref="GqlException"><see cref="FailureKind.SchemaInvalid"/>, with the file's path, and line and column where there are any.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static Schema Read(string path) => Parse(File.ReadAllText(path), path);

    /// <summary>Reads a schema from text.</summary>
    /// <param name="text">A schema document, or an introspection result in JSON.</param>
    /// <param name="name">What messages call the text: its path.</param>
    /// <exception cref="GqlException"><see cref="FailureKind.SchemaInvalid"/>.</exception>
    public static Schema Parse(string text, string name)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            return IsJson(text) ? IntrospectionReader.Read(text.TrimStart(ByteOrderMark)) : SchemaBuilder.Build(Parser.Parse(new SourceText(text, name)));
        }
        catch (GraphQLSyntaxException exception)
        {
            throw Invalid(exception.Message, exception, exception.Line, exception.Column);
        }
        catch (JsonException exception)
        {
            var line = (int?)exception.LineNumber + 1;
            var column = (int?)exception.BytePositionInLine + 1;
            throw Invalid($"{name} begins as JSON, but is none at line {line}, byte {column}: {JsonText.Problem(exception)}", exception, line, column);
        }
        catch (SchemaException exception)
        {
            var place = exception.Errors.SelectMany(static error => error.Locations).Select(static location => location.Position).FirstOrDefault();
            throw Invalid(
                $"{name} holds no schema that can be used: {exception.Message}",
                exception,
                place.Line == 0 ? null : place.Line,
                place.Line == 0 ? null : place.Column);
        }
        catch (ArgumentException exception)
        {
            // Names that are defined twice.
            throw Invalid($"{name} holds no schema that can be used: {exception.Message}", exception, null, null);
        }
    }

    private static bool IsJson(string text) => text.AsSpan().TrimStart(ByteOrderMark).TrimStart().StartsWith("{", StringComparison.Ordinal);

    private static GqlException Invalid(string message, Exception cause, int? line, int? column) =>
        new(FailureKind.SchemaInvalid, message, cause) { Line = line, Column = column };
}
