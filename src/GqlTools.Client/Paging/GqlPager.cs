using System.Runtime.CompilerServices;
using GqlTools.Client.Failures;
using GqlTools.Client.Operations;
using GqlTools.Client.Requests;
using GqlTools.Client.Responses;
using GqlTools.Client.Schemas;
using GqlTools.Client.Sessions;

namespace GqlTools.Client.Paging;

/// <summary>
/// Walks a list that a server gives out in pages.
/// <para>
/// The walk is pulled: whoever enumerates the events gets the elements of one page while exactly one page is under way, which was sent the moment the
/// cursor of the one before it was known. What is not pulled holds back what is sent, so memory stays flat whatever the length of the list. Ending
/// the enumeration, at whatever point, cancels the page that is under way and waits until nothing is.
/// </para>
/// <para>
/// What is wrong with the operation is thrown before anything is sent. What goes wrong on the way is an event: GraphQL errors of a page that leads on
/// stand beside its elements; whatever ends the walk is the last error, and says on <see cref="GqlException.ResumeFrom"/> where another may go on.
/// </para>
/// </summary>
/// <typeparam name="T">What JSON values become.</typeparam>
/// <param name="session">Where the requests go.</param>
/// <param name="request">The operation, its variables and all that goes with every request.</param>
/// <param name="options">How to walk.</param>
/// <param name="dataReader">Makes a reader for each attempt.</param>
/// <param name="navigator">Looks into what the readers make.</param>
public sealed class GqlPager<T>(
    GqlSession session, GqlRequest request, PagingOptions options, Func<IJsonValueReader<T>> dataReader, IPageNavigator<T> navigator)
{
    /// <summary>Walks the list. Every enumeration is a walk of its own.</summary>
    /// <param name="cancellationToken">Ends the walk.</param>
    /// <exception cref="GqlException">What is wrong with the operation; see <see cref="PagePlanner.Plan"/> and <see cref="GqlSession.Prepare"/>.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async IAsyncEnumerable<GqlEvent<T>> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var plan = await PlanAsync(cancellationToken).ConfigureAwait(false);
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var fetch = new PageFetch<T>(session, request, plan, dataReader, cancellation.Token);
        var walk = new WalkState(plan, options);
        var nested = new NestedWindow<T>(
            plan, options, navigator, new NestedCompletion<T>(rest => new PageFetch<T>(session, request, rest, dataReader, cancellation.Token), navigator));
        Task<RequestOutcome<T>>? next = null;
        try
        {
            for (next = walk.IsComplete ? null : fetch.Send(walk.Position, walk.Ask()); next is not null;)
            {
                var outcome = await next.ConfigureAwait(false);
                next = null;
                if (outcome.Response is not { } response)
                {
                    yield return GqlEvent<T>.OfError(walk.Resumable(outcome.Failure!));
                    yield break;
                }

                var page = walk.Take(new PageReader<T>(plan, navigator).Read(response, walk.Position, walk.Asked, walk.Full));
                if (walk.ToFetch is { } position) next = fetch.Send(position, walk.Ask());

                yield return GqlEvent<T>.OfVerbose(walk.Describe(page));
                if (walk.TotalChange is { } change) yield return GqlEvent<T>.OfWarning(change);
                if (!options.WholePages)
                {
                    foreach (var error in response.Errors)
                    {
                        var failure = response.ToException(error);
                        yield return GqlEvent<T>.OfError(walk.EndsAtStart(page) ? failure.Within(failure.Message, walk.Mark) : failure);
                    }
                }

                var first = walk.Skip(page.Elements.Count);
                nested.Begin(page, first, walk.Position);
                for (var index = first; index < page.Elements.Count && !walk.IsComplete; index++)
                {
                    foreach (var happened in await nested.CompleteAsync(index).ConfigureAwait(false)) yield return happened;
                    var before = walk.Mark;
                    var after = walk.Consume();
                    if (options.WholePages) continue;
                    if (page.NamesWithinElement == 0)
                    {
                        if (page.Elements[index] is { } item) yield return GqlEvent<T>.OfItem(item, plan.ItemPath, after);
                        continue;
                    }

                    // An element is dealt with when the last of its parts is.
                    var parts = PartsOf(page.Elements[index], plan.ElementPath, plan.ElementPath.Count - page.NamesWithinElement).ToArray();
                    for (var part = 0; part < parts.Length; part++)
                        yield return GqlEvent<T>.OfItem(parts[part], plan.ItemPath, part == parts.Length - 1 ? after : before);
                }

                // A page that an earlier walk has dealt with to its end is only fetched to lead on.
                if (options.WholePages && (first == 0 || first < page.Elements.Count)) yield return GqlEvent<T>.OfResponse(response, walk.Mark);
                yield return GqlEvent<T>.OfProgress(walk.Mark.Count, walk.Total);
                if (page.Problem is { } problem && !walk.IsComplete)
                {
                    if (options.WholePages || !walk.EndsAtStart(page)) yield return GqlEvent<T>.OfError(walk.Broken(problem, response));
                    yield break;
                }

                walk.Advance();
            }
        }
        finally
        {
            await cancellation.CancelAsync().ConfigureAwait(false);
            await nested.DisposeAsync().ConfigureAwait(false);
            if (next is not null) await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private IEnumerable<T> PartsOf(T? value, IReadOnlyList<string> names, int depth)
    {
        if (navigator.TryGetElements(value, out var elements)) return elements.SelectMany(element => PartsOf(element, names, depth));
        if (value is null) return [];
        if (depth == names.Count) return [value];
        return navigator.TryGetEntry(value, names[depth], out var entry) ? PartsOf(entry, names, depth + 1) : [];
    }

    // What is wrong with the caller's document is said of the caller's document, not of the one that is sent.
    private async ValueTask<PagePlan> PlanAsync(CancellationToken cancellationToken)
    {
        var prepared = session.Prepare(request);
        if (prepared.HasUploads)
            throw new GqlException(FailureKind.PagingInvalid, "The variables have files, which every page would send again. Walk without them.") { OperationName = prepared.Operation.Name };
        var document = prepared.Document
            ?? throw new GqlException(FailureKind.OperationUnsupported, $"A walk changes the document, and of '{prepared.DocumentId}' only the server has the text. Send the text, or give the session a manifest (PersistedDocuments).");
        var schema = session.Schema.Current;
        if (session.Options.ValidateDocuments)
        {
            schema = await session.Schema.GetAsync(cancellationToken).ConfigureAwait(false);
            SchemaCheck.ThrowIfInvalid(schema, prepared);
        }

        var plan = PagePlanner.Plan(document.Syntax, prepared.Operation.Name, schema, request.Variables, options);
        RequireRegistered(plan);
        if (plan.Nested.Count == 0 || schema is not null) return plan;
        try
        {
            schema = await session.Schema.GetAsync(cancellationToken).ConfigureAwait(false);
            return PagePlanner.Plan(document.Syntax, prepared.Operation.Name, schema, request.Variables, options);
        }
        catch (GqlException)
        {
            // Nested lists have another way, or a warning says that they are incomplete; the walk itself needs no schema.
            return plan;
        }
    }

    private void RequireRegistered(PagePlan plan)
    {
        if (session.Options.PersistedDocuments is not { } manifest) return;
        try
        {
            _ = session.Find(new GqlRequest(plan.Query) { OperationName = plan.OperationName });
        }
        catch (GqlException exception) when (exception.Kind == FailureKind.DocumentUnknown)
        {
            throw new GqlException(
                FailureKind.DocumentUnknown,
                $"Pages are asked for with a document of their own, which {manifest.Name} does not have. Register this one, and walk it:\n{plan.Query}",
                exception)
            {
                OperationName = plan.OperationName,
            };
        }
    }
}
