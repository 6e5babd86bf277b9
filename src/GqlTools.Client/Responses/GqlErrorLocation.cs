using System.Globalization;

namespace GqlTools.Client.Responses;

/// <summary>A place in the requested document.</summary>
/// <param name="Line">Line, counted from 1; 0 where the server named none.</param>
/// <param name="Column">Column, counted from 1; 0 where the server named none.</param>
public readonly record struct GqlErrorLocation(int Line, int Column)
{
    /// <summary><c>line:column</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Line}:{Column}");
}
