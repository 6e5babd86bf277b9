using GqlTools.Client.Failures;

namespace GqlTools.Client.Streaming;

/// <summary>
/// Finds the JSON messages in the body of an answer that streams. It does no I/O: the owner fills <see cref="GetBuffer"/>, says how much with
/// <see cref="Advance"/>, and takes messages with <see cref="TryRead"/> until there are no more.
/// </summary>
public interface IJsonMessageReader : IDisposable
{
    /// <summary>Whether the body has said that it ends here. One that ends without was cut off, or its server is careless.</summary>
    bool IsComplete { get; }

    /// <summary>Where the next bytes go; never empty. The message read before is no longer good.</summary>
    Memory<byte> GetBuffer();

    /// <summary>Says how many bytes came.</summary>
    /// <param name="count">How many.</param>
    void Advance(int count);

    /// <summary>Reads the next message that has arrived whole.</summary>
    /// <param name="message">The message, good until the reader is used again.</param>
    /// <returns>False where more bytes are needed.</returns>
    /// <exception cref="GqlException"><see cref="FailureKind.AnswerTooLarge"/> or <see cref="FailureKind.AnswerMalformed"/>.</exception>
    bool TryRead(out ReadOnlyMemory<byte> message);
}
