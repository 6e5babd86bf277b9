using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace GqlTools.Client.Responses;

/// <summary>Turns one JSON value into a <typeparamref name="T"/> while its bytes arrive. An instance reads one value.</summary>
/// <typeparam name="T">What a value becomes: <see cref="JsonElement"/> in the Client, objects of the shell in the module.</typeparam>
public interface IJsonValueReader<T>
{
    /// <summary>
    /// Reads on. At the first call <paramref name="reader"/> stands before the value: on its property name, or at the start of the text.
    /// </summary>
    /// <param name="reader">A reader over the bytes at hand.</param>
    /// <param name="value">The value, once it is complete.</param>
    /// <returns>
    /// True once the value is complete; the reader then stands on its last token. False when the bytes at hand ended first: the caller
    /// calls again with a reader made from <see cref="Utf8JsonReader.CurrentState"/>, the bytes from
    /// <see cref="Utf8JsonReader.BytesConsumed"/> on, and more of them.
    /// </returns>
    bool TryRead(ref Utf8JsonReader reader, [MaybeNullWhen(false)] out T value);
}
