using System.Runtime.CompilerServices;
using GqlTools.Client.Failures;
using GqlTools.Client.Requests;
using GqlTools.Client.Responses;
using GqlTools.Language.Syntax;

namespace GqlTools.Client.Sessions;

/// <content>Answers that are handed out in parts, as they come.</content>
public sealed partial class GqlSession
{
    /// <summary>
    /// Sends one request and hands out its answer in the parts that the server delivers it in (<c>@defer</c>, <c>@stream</c>), as they come: the first one with what was
    /// not left for later. Nothing is kept, so that an answer of any length needs the memory of one part. Who stops early resets the request's stream alone. The request goes past
    /// the session's cache and is shared with nobody.
    /// <para>
    /// The timeout runs from leaving the session's queue to the first part, retries included, and then anew for each further message of the server, but not while
    /// the caller is busy with a part. Retries end with the first part: what breaks later is an exception of the enumeration, and what came before it stands.
    /// </para>
    /// </summary>
    /// <typeparam name="T">What <c>data</c>, and every part of it, becomes.</typeparam>
    /// <param name="request">What to ask.</param>
    /// <param name="dataReader">Makes a reader for each part.</param>
    /// <param name="cancellationToken">Ends this request alone.</param>
    /// <returns>The parts; GraphQL errors stand on them and are no exceptions. The request is sent when the first one is asked for.</returns>
    /// <exception cref="GqlException">Whatever keeps a part from coming.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async IAsyncEnumerable<GqlAnswerPart<T>> SendIncrementalAsync<T>(
        GqlRequest request, Func<IJsonValueReader<T>> dataReader, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var prepared = Prepare(request);
        if (Options.ValidateDocuments) await CheckAsync(prepared, cancellationToken).ConfigureAwait(false);
        using var lease = new Lease(this);
        try
        {
            using var exchange = new Exchange(_exchanges, prepared, cancellationToken);
            await AdmitAsync(exchange, lease, cancellationToken).ConfigureAwait(false);
            var parts = exchange.RunIncrementallyAsync(_retry, dataReader).GetAsyncEnumerator(CancellationToken.None);
            await using (parts.ConfigureAwait(false))
            {
                while (await MoveNextAsync(parts, lease).ConfigureAwait(false)) yield return parts.Current;
            }
        }
        finally
        {
            // However it ended, it may have run.
            if (prepared.Operation.Type != OperationType.Query) _coalescer?.StartEpoch();
        }
    }

    private static async ValueTask<bool> MoveNextAsync<T>(IAsyncEnumerator<GqlAnswerPart<T>> parts, Lease lease)
    {
        try
        {
            if (!await parts.MoveNextAsync().ConfigureAwait(false)) return false;
            if (parts.Current.Errors.Count > 0) lease.CountError();
            return true;
        }
        catch
        {
            lease.CountError();
            throw;
        }
    }

    private async ValueTask AdmitAsync(Exchange exchange, Lease lease, CancellationToken cancellationToken)
    {
        try
        {
            await exchange.EnterAsync().ConfigureAwait(false);
            if (State != GqlSessionState.Open) await _life.EnsureOpenAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            lease.CountError();
            throw;
        }
    }

    /// <summary>
    /// An accepted request for as long as its caller takes over his parts. He may take forever, or be the one who closes the session; so a session that gives up its
    /// requests does not wait for him.
    /// </summary>
    private sealed class Lease : IDisposable
    {
        private readonly GqlSession _session;
        private readonly CancellationTokenRegistration _abort;
        private bool _errorCounted;
        private int _ended;

        public Lease(GqlSession session)
        {
            session._life.Accept();
            session._counters.CountRequest();
            _session = session;
            _abort = session._life.Aborted.UnsafeRegister(static lease => ((Lease)lease!).End(), this);
        }

        /// <summary>Counts the request as one with errors, once.</summary>
        public void CountError()
        {
            if (!_errorCounted) _session._counters.CountError();
            _errorCounted = true;
        }

        public void Dispose()
        {
            // Not Dispose, which would wait for a callback that is running on another thread.
            _abort.Unregister();
            End();
        }

        private void End()
        {
            if (Interlocked.Exchange(ref _ended, 1) == 0) _session._life.Release();
        }
    }
}
