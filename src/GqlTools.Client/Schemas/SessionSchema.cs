using System.Text.Json;
using GqlTools.Client.Failures;
using GqlTools.Client.Requests;
using GqlTools.Client.Responses;
using GqlTools.Language.Introspection;
using GqlTools.Language.Sdl;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Client.Schemas;

/// <summary>
/// What a session knows of its server's types.
/// <para>
/// The schema is either given with the session's options, or fetched by introspection when it is first needed. A fetch is one attempt that all
/// callers share; who gives up waiting does not end it for the others. A fetched schema is kept until <see cref="RefreshAsync"/>; a failed
/// fetch leaves nothing behind but <see cref="Failure"/>, and the next caller tries again. Nothing else of the session depends on it.
/// </para>
/// </summary>
public sealed class SessionSchema
{
    private readonly object _lock = new();
    private readonly string _endpoint;
    private readonly Func<GqlRequest, CancellationToken, Task<GqlResponse<JsonElement>>> _send;
    private Task<Schema>? _fetch;
    private Schema? _current;
    private GqlException? _failure;
    private IReadOnlyList<string> _tolerated = [];

    internal SessionSchema(
        Schema? given, string endpoint, Func<GqlRequest, CancellationToken, Task<GqlResponse<JsonElement>>> send)
    {
        _current = given;
        _endpoint = endpoint;
        _send = send;
        IsGiven = given is not null;
    }

    /// <summary>Whether the schema came with the session's options rather than from the server.</summary>
    public bool IsGiven { get; }

    /// <summary>The schema if it is known by now, else null. Never waits.</summary>
    public Schema? Current
    {
        get
        {
            lock (_lock) return _current;
        }
    }

    /// <summary>Why the last fetch failed; null where none has, or where one has succeeded since.</summary>
    public GqlException? Failure
    {
        get
        {
            lock (_lock) return _failure;
        }
    }

    /// <summary>What was wrong with the server's answer but could be put right, one sentence each.</summary>
    public IReadOnlyList<string> Tolerated
    {
        get
        {
            lock (_lock) return _tolerated;
        }
    }

    /// <summary>The schema, fetched now if need be.</summary>
    /// <param name="cancellationToken">Ends this caller's wait, not the fetch.</param>
    /// <exception cref="GqlException">
    /// <see cref="FailureKind.SchemaUnavailable"/> where the server does not tell its schema, <see cref="FailureKind.SchemaInvalid"/> where what
    /// it tells is no schema, or whatever keeps an answer from coming.
    /// </exception>
    public ValueTask<Schema> GetAsync(CancellationToken cancellationToken = default) =>
        Current is { } known ? new ValueTask<Schema>(known) : new ValueTask<Schema>(Fetch().WaitAsync(cancellationToken));

    /// <summary>Fetches the schema again; the old one serves until the new one is there. A given schema stays.</summary>
    /// <param name="cancellationToken">Ends this caller's wait, not the fetch.</param>
    /// <exception cref="GqlException">As in <see cref="GetAsync"/>.</exception>
    public ValueTask<Schema> RefreshAsync(CancellationToken cancellationToken = default) =>
        IsGiven ? GetAsync(cancellationToken) : new ValueTask<Schema>(Fetch().WaitAsync(cancellationToken));

    /// <summary>
    /// Sees to it that the schema will be known, without waiting and without failing: for completion at the prompt. Does nothing while a fetch is
    /// under way, and after the server has said that it does not tell its schema.
    /// </summary>
    public void BeginFetch()
    {
        lock (_lock)
        {
            if (_current is not null || _fetch is not null || _failure is { Kind: FailureKind.SchemaUnavailable }) return;
        }

        // Why it failed stands in Failure; here nobody waits for it.
        _ = Fetch().ContinueWith(
            static fetch => _ = fetch.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }

    private Task<Schema> Fetch()
    {
        lock (_lock) return _fetch ??= Task.Run(FetchAsync);
    }

    private async Task<Schema> FetchAsync()
    {
        try
        {
            var data = await IntrospectAsync().ConfigureAwait(false);
            var tolerated = new List<string>();
            var schema = Read(data, tolerated);
            lock (_lock) (_current, _failure, _tolerated, _fetch) = (schema, null, tolerated, null);
            return schema;
        }
        catch (GqlException failure)
        {
            lock (_lock) (_failure, _fetch) = (failure, null);
            throw;
        }
        finally
        {
            lock (_lock) _fetch = null;
        }
    }

    // Older servers refuse a query that asks for what they do not know, so they are asked first what they know. Where even that is refused
    // (some servers bound aliases or introspection), the least that all servers know is asked for.
    private async Task<JsonElement> IntrospectAsync()
    {
        var probe = await _send(new GqlRequest(IntrospectionQuery.Probe), CancellationToken.None).ConfigureAwait(false);
        var capabilities = probe is { HasData: true, Errors.Count: 0 }
            ? IntrospectionCapabilities.FromProbe(probe.Data)
            : IntrospectionCapabilities.Minimal;
        var answer = await AskAsync(capabilities).ConfigureAwait(false);
        if (!HasSchema(answer) && capabilities != IntrospectionCapabilities.Minimal)
            answer = await AskAsync(IntrospectionCapabilities.Minimal).ConfigureAwait(false);
        return HasSchema(answer) ? answer.Data : throw Unavailable(answer);
    }

    private Task<GqlResponse<JsonElement>> AskAsync(IntrospectionCapabilities capabilities) =>
        _send(new GqlRequest(IntrospectionQuery.Create(capabilities)), CancellationToken.None);

    private static bool HasSchema(GqlResponse<JsonElement> answer) =>
        answer is { HasData: true, Data.ValueKind: JsonValueKind.Object }
        && answer.Data.TryGetProperty("__schema", out var schema)
        && schema.ValueKind == JsonValueKind.Object;

    private Schema Read(JsonElement data, List<string> tolerated)
    {
        try
        {
            return IntrospectionReader.Read(data, tolerated.Add);
        }
        catch (Exception exception) when (exception is SchemaException or ArgumentException)
        {
            throw new GqlException(
                FailureKind.SchemaInvalid,
                $"The schema that {_endpoint} tells cannot be used: {exception.Message} Give the schema as a file, if there is one (Open-GqlSession -Schema).",
                exception)
            {
                Endpoint = _endpoint,
            };
        }
    }

    private GqlException Unavailable(GqlResponse<JsonElement> answer)
    {
        var says = answer.Errors.Count > 0 ? $" It answers: {answer.Errors[0].Message.TrimEnd('.')}." : " It answers without '__schema'.";
        return new GqlException(
            FailureKind.SchemaUnavailable,
            $"{_endpoint} does not tell its schema; introspection is probably switched off there.{says} Requests work all the same. For validation, completion and the schema commands, give the schema as a file: Open-GqlSession -Schema.")
        {
            Endpoint = _endpoint,
            Errors = answer.Errors,
            StatusCode = answer.StatusCode,
            Attempts = answer.Attempts,
        };
    }
}
