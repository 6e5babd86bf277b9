using System.Text.Json;

namespace GqlTools.Client.Responses;

/// <summary>Reads JSON that may be broken.</summary>
internal static class JsonText
{
    /// <summary>What is wrong, without the place that the message ends with: it is counted from 0.</summary>
    public static string Problem(JsonException exception) => exception.Message.Split(" LineNumber: ")[0];

    /// <summary>
    /// Whether the name or string that <paramref name="reader"/> stands on is <paramref name="text"/>. Half a surrogate pair, which
    /// <see cref="Utf8JsonReader.ValueTextEquals(ReadOnlySpan{byte})"/> throws at, is a text like any other, and none that anybody asks for: servers write it
    /// where they cut a string in the middle of an emoji.
    /// </summary>
    /// <param name="reader">Stands on a property name or a string.</param>
    /// <param name="text">The text in UTF-8.</param>
    public static bool TextIs(this scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> text)
    {
        if (!reader.ValueIsEscaped) return reader.ValueTextEquals(text);
        try
        {
            return reader.ValueTextEquals(text);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
