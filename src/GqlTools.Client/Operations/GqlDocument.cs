using System.Security.Cryptography;
using System.Text;
using GqlTools.Client.Failures;
using GqlTools.Client.PersistedDocuments;
using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;
using GqlTools.Language.Validation;

namespace GqlTools.Client.Operations;

/// <summary>A document that was read once: its text, its tree and its operations.</summary>
public sealed class GqlDocument
{
    private Verdict? _verdict;
    private string? _hash;
    private ReadOnlyMemory<byte> _hashExtensions;

    private GqlDocument(string text, DocumentNode syntax)
    {
        Text = text;
        Syntax = syntax;
        var isIncremental = HasIncrementalDirectives(syntax);
        Operations = syntax.Definitions.OfType<OperationDefinitionNode>().Select(node => GqlOperation.From(node, text, isIncremental)).ToArray();
    }

    /// <summary>The text, byte for byte as the caller gave it.</summary>
    public string Text { get; }

    /// <summary>The syntax tree.</summary>
    public DocumentNode Syntax { get; }

    /// <summary>The operations, in document order.</summary>
    public IReadOnlyList<GqlOperation> Operations { get; }

    /// <summary>SHA-256 of the text in UTF-8, in lowercase hexadecimal digits: the name that servers know persisted documents by. Computed once.</summary>
    public string Hash => _hash ??= Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Text))).ToLowerInvariant();

    /// <summary>Request <c>extensions</c> that name the document by its hash, and no others.</summary>
    internal ReadOnlyMemory<byte> HashExtensions
    {
        get
        {
            // Two threads may both write it; they write the same.
            if (_hashExtensions.IsEmpty) _hashExtensions = PersistedQueryExtension.Write(Hash, null);
            return _hashExtensions;
        }
    }

    /// <summary>Reads a document.</summary>
    /// <param name="text">Its text.</param>
    /// <exception cref="GqlException"><see cref="FailureKind.SyntaxError"/>, with line, column and the line itself.</exception>
    public static GqlDocument Parse(string text)
    {
        try
        {
            return new GqlDocument(text, Parser.Parse(text));
        }
        catch (GraphQLSyntaxException exception)
        {
            throw new GqlException(FailureKind.SyntaxError, exception.Message, exception)
            {
                Line = exception.Line,
                Column = exception.Column,
            };
        }
    }

    /// <summary>The operation to run (GraphQL specification, September 2025, GetOperation in section 6.1).</summary>
    /// <param name="name">Its name; null where the document has only one.</param>
    /// <exception cref="GqlException"><see cref="FailureKind.OperationUnknown"/>, with the names that there are.</exception>
    public GqlOperation Select(string? name)
    {
        if (name is null && Operations.Count == 1) return Operations[0];
        return (name is null ? null : Operations.FirstOrDefault(operation => operation.Name == name))
            ?? throw new GqlException(FailureKind.OperationUnknown, SelectionProblem(name)) { OperationName = name };
    }

    /// <summary>What is wrong with the document by a schema's lights. Found out once per schema and kept.</summary>
    /// <param name="schema">The schema.</param>
    /// <returns>The errors in the order of the rules; empty for a valid document.</returns>
    public IReadOnlyList<ValidationError> Validate(Schema schema)
    {
        // Two threads may both validate; they find the same.
        if (_verdict is not { } known || known.Schema != schema)
            _verdict = known = new Verdict(schema, DocumentValidator.Validate(schema, Syntax));
        return known.Errors;
    }

    // That one of several operations is taken for incremental because another is costs nothing but a longer header field.
    private static bool HasIncrementalDirectives(DocumentNode syntax) => !Visitor.Walk(
        syntax, static node => node is DirectiveNode { Name.Value: "defer" or "stream" } ? VisitStep.Stop : VisitStep.Continue);

    private string SelectionProblem(string? name)
    {
        if (Operations.Count == 0) return "The document has no operation: only fragments or type definitions. Add a query or mutation.";
        var names = string.Join(", ", Operations.Select(operation => operation.Name ?? "(anonymous)"));
        return name is null
            ? $"The document has {Operations.Count} operations and none was named. Name one with OperationName: {names}."
            : $"The document has no operation '{name}'. It has: {names}.";
    }

    private sealed record Verdict(Schema Schema, IReadOnlyList<ValidationError> Errors);
}
