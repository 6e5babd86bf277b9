namespace GqlTools.Tests;

/// <summary>A failed Pester test: its message and, in place of the .NET stack, the script's.</summary>
public sealed class PesterFailedException(string message, string scriptStack) : Exception(message)
{
    /// <summary>The script stack of the failure.</summary>
    public override string StackTrace { get; } = scriptStack;
}
