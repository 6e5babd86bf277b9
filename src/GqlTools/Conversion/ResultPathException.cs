namespace GqlTools.Conversion;

/// <summary>The data has nothing at a result path.</summary>
public sealed class ResultPathException : Exception
{
    internal ResultPathException(string message)
        : base(message)
    {
    }
}
