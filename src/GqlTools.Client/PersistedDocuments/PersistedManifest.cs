using System.Runtime.CompilerServices;
using GqlTools.Client.Failures;
using GqlTools.Client.Operations;
using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Client.PersistedDocuments;

/// <summary>
/// The documents that a server knows by their ids, as a build has registered them there. It never changes, and any thread may ask it.
/// <para>
/// A caller's text is found by what it says, not by its bytes: comments, white space and commas are no difference. What is sent is the id, so the server runs
/// the text that was registered.
/// </para>
/// </summary>
public sealed class PersistedManifest
{
    private readonly Dictionary<string, PersistedDocument> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PersistedDocument> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PersistedDocument> _byContent = new(StringComparer.Ordinal);
    private readonly ConditionalWeakTable<GqlDocument, PersistedDocument> _known = [];

    internal PersistedManifest(string name, PersistedManifestFormat format, IReadOnlyList<PersistedDocument> documents)
    {
        Name = name;
        Format = format;
        Documents = documents;
        foreach (var document in documents)
        {
            _byId[document.Id] = document;
            if (document.Name is not null) _byName[document.Name] = document;
            if (ContentOf(document.Text) is { } content) _byContent[content] = document;
        }
    }

    /// <summary>What messages call it: its path.</summary>
    public string Name { get; }

    /// <summary>Its shape.</summary>
    public PersistedManifestFormat Format { get; }

    /// <summary>Its documents, in its order.</summary>
    public IReadOnlyList<PersistedDocument> Documents { get; }

    /// <summary>Reads a manifest from a file.</summary>
    /// <param name="path">The file's path.</param>
    /// <exception cref="GqlException"><see cref="FailureKind.ManifestInvalid"/>, with the file's path.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static PersistedManifest Read(string path) => ManifestReader.Read(File.ReadAllBytes(path), path);

    /// <summary>Reads a manifest from JSON. Which shape it has is told by its members.</summary>
    /// <param name="json">JSON in UTF-8.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="GqlException"><see cref="FailureKind.ManifestInvalid"/>.</exception>
    public static PersistedManifest Parse(ReadOnlyMemory<byte> json, string name) => ManifestReader.Read(json, name);

    /// <summary>The document with an id or, where no id is so called, an operation's name.</summary>
    /// <param name="idOrName">The id or name.</param>
    /// <exception cref="GqlException"><see cref="FailureKind.DocumentUnknown"/>, with what was probably meant.</exception>
    public PersistedDocument Find(string idOrName) =>
        _byId.TryGetValue(idOrName, out var found) || _byName.TryGetValue(idOrName, out found)
            ? found
            : throw new GqlException(
                FailureKind.DocumentUnknown,
                $"{Name} has no document with the id or name '{idOrName}'.{Suggestions.Sentence(idOrName, _byName.Keys)} It has {Documents.Count} {(Documents.Count == 1 ? "document" : "documents")}.");

    /// <summary>The document that says the same as one of the caller's.</summary>
    /// <param name="document">The caller's document.</param>
    /// <param name="operationName">For the message.</param>
    /// <exception cref="GqlException"><see cref="FailureKind.DocumentUnknown"/>, with what was probably meant.</exception>
    public PersistedDocument Find(GqlDocument document, string? operationName)
    {
        if (_known.TryGetValue(document, out var known)) return known;
        if (!_byContent.TryGetValue(Printer.Print(document.Syntax), out known)) throw Unknown(operationName);
        _known.AddOrUpdate(document, known);
        return known;
    }

    private GqlException Unknown(string? operationName)
    {
        var advice = operationName switch
        {
            null => " Its operation has no name to look for.",
            _ when _byName.ContainsKey(operationName) =>
                $" It has an operation '{operationName}' with another text: send that one by its id or name (DocumentId), or register this one.",
            _ => Suggestions.Sentence(operationName, _byName.Keys),
        };
        return new GqlException(
            FailureKind.DocumentUnknown,
            $"{Name} does not have this document, and a session with a manifest sends no other: the server would refuse it.{advice}")
        {
            OperationName = operationName,
        };
    }

    private static string? ContentOf(string text)
    {
        try
        {
            return Printer.Print(Parser.Parse(text));
        }
        catch (GraphQLSyntaxException)
        {
            // The server may know syntax that this parser does not. Such a document is told apart by its id alone; reading it says what is wrong.
            return null;
        }
    }
}
