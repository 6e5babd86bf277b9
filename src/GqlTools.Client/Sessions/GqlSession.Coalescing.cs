using GqlTools.Client.Coalescing;
using GqlTools.Client.Failures;
using GqlTools.Client.Requests;
using GqlTools.Client.Responses;
using GqlTools.Language.Syntax;

namespace GqlTools.Client.Sessions;

/// <content>Sending where queries may share an exchange or come from the cache (C7).</content>
public sealed partial class GqlSession
{
    private async Task<GqlResponse<T>> CoalesceAsync<T>(
        Coalescer coalescer, GqlRequest request, Func<IJsonValueReader<T>> dataReader, CancellationToken cancellationToken)
    {
        var prepared = Prepare(request);
        if (Options.ValidateDocuments) await CheckAsync(prepared, cancellationToken).ConfigureAwait(false);
        // Two requests with files are never the same.
        if (prepared.Operation.Type != OperationType.Query || prepared.HasUploads)
        {
            try
            {
                return await SendAsync(request, dataReader, check: false, cancellationToken, prepared).ConfigureAwait(false);
            }
            finally
            {
                // However it ended, it may have run.
                coalescer.StartEpoch();
            }
        }

        _life.Accept();
        try
        {
            return await coalescer.SendAsync(
                prepared,
                dataReader,
                (shared, abandoned) => SendAsync(request, static () => new JsonBytesReader(), check: false, abandoned, prepared, shared),
                cancellationToken).ConfigureAwait(false);
        }
        catch (GqlException exception) when (exception.Kind == FailureKind.Timeout)
        {
            // An exchange that is shared has no timeout: it was this caller's own, and the exchange does not count it.
            _counters.CountError();
            throw;
        }
        finally
        {
            _life.Release();
        }
    }
}
