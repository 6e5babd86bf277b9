namespace GqlTools.Language.Execution;

/// <summary>
/// Stands in the place of a value while an error travels from a non-null position to the next nullable one above (specification section 6.4.4). A
/// value instead of an exception: null where none is allowed is common, and exceptions cost as much as thousands of fields.
/// </summary>
internal sealed record Failure(ExecutionError Error);
