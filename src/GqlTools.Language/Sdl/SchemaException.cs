using GqlTools.Language.Validation;

namespace GqlTools.Language.Sdl;

/// <summary>A schema cannot be built: its document, its introspection result or its bindings are wrong.</summary>
public sealed class SchemaException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="errors">Everything that is wrong; at least one error.</param>
    public SchemaException(IReadOnlyList<ValidationError> errors)
        : base(string.Join(Environment.NewLine, errors)) => Errors = errors;

    /// <summary>Makes the exception for one error without a place in a document.</summary>
    /// <param name="message">What is wrong and what would be right.</param>
    /// <param name="coordinate">The schema coordinate it is about, or null.</param>
    public SchemaException(string message, string? coordinate = null)
        : this([new ValidationError("Schema", message, []) { Coordinate = coordinate }])
    {
    }

    /// <summary>Everything that is wrong.</summary>
    public IReadOnlyList<ValidationError> Errors { get; }
}
