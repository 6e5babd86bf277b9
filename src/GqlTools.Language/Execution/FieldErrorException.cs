namespace GqlTools.Language.Execution;

/// <summary>Thrown by a resolver to fail its field with extensions. Any other exception fails the field, too, with its message alone.</summary>
public sealed class FieldErrorException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">The message of the error in the response.</param>
    /// <param name="extensions">Plain values the response says about the error, such as <c>code</c>; null for none.</param>
    /// <param name="innerException">The failure behind it, if any; never part of the response.</param>
    public FieldErrorException(string message, IReadOnlyDictionary<string, object?>? extensions = null, Exception? innerException = null)
        : base(message, innerException)
    {
        Extensions = extensions;
    }

    /// <summary>What the response says about the error; null for nothing.</summary>
    public IReadOnlyDictionary<string, object?>? Extensions { get; }
}
