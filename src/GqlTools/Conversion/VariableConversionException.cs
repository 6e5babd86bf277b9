namespace GqlTools.Conversion;

/// <summary>A value given for a request's variables has no exact JSON form, or could not be read. The message names no value, only where it stands.</summary>
public sealed class VariableConversionException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="path">Where the value stands, such as <c>$variables.input.items[3].owner</c>.</param>
    /// <param name="valueType">The value's type; null where no one value is meant.</param>
    /// <param name="problem">What is wrong and what would be right; it follows the path in the message.</param>
    /// <param name="innerException">What reading the value threw, if it threw.</param>
    public VariableConversionException(string path, Type? valueType, string problem, Exception? innerException = null)
        : base($"{path} {problem}", innerException)
    {
        Path = path;
        ValueType = valueType;
    }

    /// <summary>Where the value stands, such as <c>$variables.input.items[3].owner</c>.</summary>
    public string Path { get; }

    /// <summary>The value's type; null where no one value is meant.</summary>
    public Type? ValueType { get; }
}
