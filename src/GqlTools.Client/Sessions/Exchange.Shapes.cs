using GqlTools.Client.Failures;
using GqlTools.Client.PersistedDocuments;
using GqlTools.Client.Resilience;
using GqlTools.Client.Responses;

namespace GqlTools.Client.Sessions;

/// <content>
/// Attempts in another shape. A server that does not know a hash, or takes no GET, says so before it runs anything, so the request goes again at
/// once: no failure of the caller's, nothing that waiting would mend, and no attempt of those that the session's patience allows.
/// </content>
internal sealed partial class Exchange
{
    private ValueTask<GqlResponse<T>> DeliverAsync<T>(Func<IJsonValueReader<T>> dataReader, CancellationToken cancellationToken) =>
        _context.Shapes is { } shapes && !_request.IsArray && !GoesOverSocket
            ? DeliverAsync(shapes, dataReader, cancellationToken)
            : AttemptAsync(dataReader(), default, cancellationToken);

    private async ValueTask<GqlResponse<T>> DeliverAsync<T>(
        ShapeChoice shapes, Func<IJsonValueReader<T>> dataReader, CancellationToken cancellationToken)
    {
        RequestShape? before = null;
        // Every shape is poorer in refusals than the one before, so that this ends: from hash to text, from GET to POST.
        for (var shape = shapes.First(_request); ;)
        {
            ReshapedRequest? next;
            try
            {
                var response = await AttemptAsync(dataReader(), shape, cancellationToken).ConfigureAwait(false);
                next = shapes.After(_request, shape, before, response);
                if (next is null) return response;
                _attempts[^1] = _attempts[^1] with { Failure = FailureKind.GraphQLError };
            }
            catch (GqlException failure)
            {
                next = shapes.After(shape, failure);
                if (next is null) throw;
            }

            Verdict = new RetryVerdict(true, TimeSpan.Zero, next.Value.Reason);
            _uncounted++;
            ReserveAgain();
            before = shape;
            shape = next.Value.Shape;
        }
    }
}
