using GqlTools.Client.Failures;
using GqlTools.Client.Operations;
using GqlTools.Client.Requests;
using GqlTools.Language.Syntax;

namespace GqlTools.Client.PersistedDocuments;

/// <summary>What a request runs, as far as this side knows it.</summary>
/// <param name="Document">The document; null where only its id is known.</param>
/// <param name="Operation">The operation; one that is not known is taken for a mutation, as nothing says that running it twice does no harm.</param>
/// <param name="DocumentId">The id that goes in place of the text; null where the text goes.</param>
/// <param name="Format">How the id goes.</param>
internal readonly record struct RequestDocument(GqlDocument? Document, GqlOperation Operation, string? DocumentId, PersistedManifestFormat Format)
{
    /// <summary>Finds out what a request runs.</summary>
    /// <param name="request">The request.</param>
    /// <param name="documents">Where documents are read once.</param>
    /// <param name="manifest">The documents that the server knows by ids; null where it takes any.</param>
    /// <exception cref="GqlException">
    /// <see cref="FailureKind.SyntaxError"/>, <see cref="FailureKind.OperationUnknown"/> or <see cref="FailureKind.DocumentUnknown"/>.
    /// </exception>
    public static RequestDocument Of(GqlRequest request, DocumentCache documents, PersistedManifest? manifest)
    {
        if (request.DocumentId is { } id)
        {
            if (manifest is null) return new RequestDocument(null, Unknown(request.OperationName), id, PersistedManifestFormat.Relay);
            var persisted = manifest.Find(id);
            var registered = documents.Get(persisted.Text);
            return new RequestDocument(registered, registered.Select(request.OperationName), persisted.Id, manifest.Format);
        }

        var document = documents.Get(request.Query);
        var operation = document.Select(request.OperationName);
        return manifest is null || request.IsOfSession
            ? new RequestDocument(document, operation, null, default)
            : new RequestDocument(document, operation, manifest.Find(document, operation.Name).Id, manifest.Format);
    }

    private static GqlOperation Unknown(string? name) => new(name, OperationType.Mutation, [], []) { IsKnown = false };
}
