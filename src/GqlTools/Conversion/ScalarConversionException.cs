namespace GqlTools.Conversion;

/// <summary>A value of a scalar or enum is none of the .NET type that the session maps it to. The message names where it stands.</summary>
public sealed class ScalarConversionException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="path">Where the value stands: a response path, or <c>$variables.order.placedAt</c>.</param>
    /// <param name="scalar">The name of the scalar or enum.</param>
    /// <param name="type">The .NET type.</param>
    /// <param name="innerException">What the conversion threw.</param>
    public ScalarConversionException(string path, string scalar, Type type, Exception innerException)
        : base($"{path} is a {scalar}, which the session maps to [{type}], but its value is none: {innerException.Message}", innerException)
    {
        Path = path;
        Scalar = scalar;
        Type = type;
    }

    /// <summary>Where the value stands.</summary>
    public string Path { get; }

    /// <summary>The name of the scalar or enum.</summary>
    public string Scalar { get; }

    /// <summary>The .NET type.</summary>
    public Type Type { get; }
}
