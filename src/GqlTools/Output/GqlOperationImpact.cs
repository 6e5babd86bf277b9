using GqlTools.Language.Comparison;
using GqlTools.Language.Validation;

namespace GqlTools.Output;

/// <summary>What the changes of a schema do to one operation of a file, as Compare-GqlSchema writes it.</summary>
public sealed class GqlOperationImpact
{
    internal GqlOperationImpact(string file, OperationImpact impact)
    {
        File = file;
        OperationName = impact.OperationName;
        Breaks = impact.Breaks;
        Errors = impact.Errors;
        Changes = impact.Changes;
    }

    /// <summary>The file's path.</summary>
    public string File { get; }

    /// <summary>The operation's name; null for an anonymous one.</summary>
    public string? OperationName { get; }

    /// <summary>Whether the new schema refuses the operation, or something that it uses was changed in a breaking way.</summary>
    public bool Breaks { get; }

    /// <summary>Why the new schema refuses the operation; empty where it stays valid.</summary>
    public IReadOnlyList<ValidationError> Errors { get; }

    /// <summary>The breaking and dangerous changes of what the operation uses.</summary>
    public IReadOnlyList<SchemaChange> Changes { get; }

    /// <summary>File, operation and what is wrong.</summary>
    public override string ToString() =>
        $"{OperationName ?? "(anonymous)"} in {File}: {string.Join(" ", Errors.Select(static error => error.Message).Concat(Changes.Select(static change => change.Message)))}";
}
