namespace GqlTools.Language.TypeSystem;

/// <summary>A value cannot be one of the wanted type; thrown by the delegates of scalars and by value coercion.</summary>
public sealed class CoercionException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What was given and what would be right.</param>
    /// <param name="innerException">The failure behind it, if any.</param>
    public CoercionException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
