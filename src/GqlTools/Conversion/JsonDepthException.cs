using System.Text.Json;

namespace GqlTools.Conversion;

/// <summary>A JSON value is nested deeper than its reader was told to follow. <see cref="JsonException.Path"/> names the value that is too deep.</summary>
public sealed class JsonDepthException : JsonException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="maxDepth">How many objects and arrays may stand within each other.</param>
    /// <param name="path">The JSON path of the object or array that went past the bound, such as <c>$.node.parent</c>.</param>
    public JsonDepthException(int maxDepth, string path)
        : base(
            $"The JSON value at {path} is nested more than {maxDepth} levels deep. Select fewer levels, or raise the depth bound.",
            path,
            lineNumber: null,
            bytePositionInLine: null) => MaxDepth = maxDepth;

    /// <summary>How many objects and arrays may stand within each other.</summary>
    public int MaxDepth { get; }
}
