namespace GqlTools.Language.Execution;

/// <summary>A limit of the whole operation was passed: <c>data</c> becomes null, and this is the error.</summary>
internal sealed class ExecutionAbortedException(string message) : Exception(message);
