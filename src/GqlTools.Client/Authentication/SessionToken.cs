using GqlTools.Client.Failures;
using GqlTools.Client.Requests;
using GqlTools.Client.Responses;

namespace GqlTools.Client.Authentication;

/// <summary>
/// The token of a session that has a provider.
/// <para>
/// States: none yet; held; held and due, when its end is near; held and over. The provider is asked by the first request that finds the token none,
/// due or over, and once for all of them. While the token is due, requests go on with it and do not wait: a provider that fails then breaks nobody. With
/// none, or one that is over, they wait for the provider, and fail as it fails. A server that refuses the token has the last word: then it is
/// replaced whatever it says of itself.
/// </para>
/// <para>
/// After an answer of the provider, good or bad, it is left alone for <see cref="QuietInterval"/>: what it just said is what it would say again. All
/// members may be used from any thread; the lock guards the fields, and nothing is awaited under it.
/// </para>
/// </summary>
internal sealed class SessionToken(
    GqlTokenProvider provider, string endpoint, TimeProvider clock, Action<GqlAuthentication> use, CancellationToken closing)
{
    private readonly object _lock = new();
    private volatile Held? _held;
    private Task<Exception?>? _renewal;
    private Exception? _failure;
    private DateTimeOffset _quietUntil = DateTimeOffset.MinValue;
    private long _renewals;

    /// <summary>Error codes by which servers refuse credentials in an answer of status 200: Apollo's, and Hot Chocolate's.</summary>
    private static readonly string[] UnauthenticatedCodes = ["UNAUTHENTICATED", "AUTH_NOT_AUTHENTICATED"];

    /// <summary>How long the provider is not asked again.</summary>
    public static TimeSpan QuietInterval { get; } = TimeSpan.FromSeconds(5);

    /// <summary>Where the tokens come from.</summary>
    public GqlTokenProvider Provider => provider;

    /// <summary>The token to send, as credentials; null where there is none yet.</summary>
    public GqlAuthentication? Current => _held?.Authentication;

    /// <summary>Tokens that the provider gave.</summary>
    public long Renewals => Interlocked.Read(ref _renewals);

    /// <summary>What is left of the token's life, zero for one that is over; null where it does not say, or is not there.</summary>
    public TimeSpan? ExpiresIn => _held?.ExpiresAt is not { } end ? null : end > clock.GetUtcNow() ? end - clock.GetUtcNow() : TimeSpan.Zero;

    /// <summary>Whether one of the errors says that the credentials were refused.</summary>
    public static bool IsRefusedBy(IReadOnlyList<GqlError> errors) => errors.Any(static error => UnauthenticatedCodes.Contains(error.Code));

    /// <summary>Makes sure that there is a token to send.</summary>
    /// <param name="cancellationToken">Ends this caller's wait, not the provider's work.</param>
    /// <exception cref="GqlException"><see cref="FailureKind.TokenUnavailable"/>.</exception>
    public ValueTask EnsureAsync(CancellationToken cancellationToken) =>
        _held is { } held && (held.DueAt is not { } due || clock.GetUtcNow() < due) ? ValueTask.CompletedTask : AskAsync(cancellationToken);

    /// <summary>Gets another token in place of one that the server refused, unless somebody has got it already.</summary>
    /// <param name="refused">What the server refused.</param>
    /// <param name="cancellationToken">Ends this caller's wait, not the provider's work.</param>
    public async ValueTask<TokenRenewal> ReplaceAsync(GqlAuthentication? refused, CancellationToken cancellationToken)
    {
        Task<Exception?> renewal;
        lock (_lock)
        {
            if (_held is { } held && !ReferenceEquals(held.Authentication, refused)) return new TokenRenewal(true, null);
            if (_renewal is null && clock.GetUtcNow() < _quietUntil) return new TokenRenewal(false, _failure);
            renewal = _renewal ??= Start();
        }

        var failure = await renewal.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new TokenRenewal(failure is null && _held?.Authentication.HeaderValue != refused?.HeaderValue, failure);
    }

    /// <summary>Waits until the provider is done, which the session's end has told it to be.</summary>
    public Task EndAsync()
    {
        lock (_lock) return _renewal ?? Task.CompletedTask;
    }

    /// <summary>A refusal of the token, with what kept another one from coming.</summary>
    public GqlException Explain(GqlException refusal, Exception failure) => new(refusal.Kind, $"{refusal.Message} {Describe(failure)}", failure)
    {
        StatusCode = refusal.StatusCode,
        CloseCode = refusal.CloseCode,
        Errors = refusal.Errors,
    };

    private string Describe(Exception failure) => failure is OperationCanceledException
        ? $"The token provider '{provider.Name}' gave no token within {provider.Timeout.TotalSeconds:0.###} s."
        : $"The token provider '{provider.Name}' failed: {failure.Message}";

    private async ValueTask AskAsync(CancellationToken cancellationToken)
    {
        Task<Exception?> renewal;
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            var quiet = now < _quietUntil;
            if (_held is { } held && (held.ExpiresAt > now || (quiet && _failure is null)))
            {
                // Also with one that was over when it came: this machine's clock may be wrong, and the server decides.
                if (_renewal is null && !quiet) _renewal = Start();
                return;
            }

            if (_renewal is null && quiet && _failure is { } known) throw Unavailable(known);
            renewal = _renewal ??= Start();
        }

        if (await renewal.WaitAsync(cancellationToken).ConfigureAwait(false) is { } failure) throw Unavailable(failure);
    }

    private Task<Exception?> Start() => Task.Run(RenewAsync, CancellationToken.None);

    // The failure is the result and not thrown: each who waits needs an exception of their own, with their own facts.
    private async Task<Exception?> RenewAsync()
    {
        Held? fresh = null;
        Exception? failure = null;
        try
        {
            using var limit = new CancellationTokenSource(provider.Timeout, clock);
            using var end = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, closing);
            var token = await provider.GetTokenAsync(end.Token).WaitAsync(end.Token).ConfigureAwait(false);
            fresh = Held.From(token, provider.Margin, clock.GetUtcNow());
        }
        catch (Exception exception)
        {
            failure = exception;
        }

        lock (_lock)
        {
            _renewal = null;
            _failure = failure;
            _quietUntil = clock.GetUtcNow() + QuietInterval;
            if (fresh is null) return failure;
            _held = fresh;
            use(fresh.Authentication);
            Interlocked.Increment(ref _renewals);
            return null;
        }
    }

    private GqlException Unavailable(Exception failure) => new(FailureKind.TokenUnavailable, $"There is no token for {endpoint}. {Describe(failure)}", failure);

    /// <summary>A token, and when it ends and is to be replaced, where it says so.</summary>
    private sealed record Held(GqlAuthentication Authentication, DateTimeOffset? ExpiresAt, DateTimeOffset? DueAt)
    {
        private const int LifeToMargin = 5;

        public static Held From(string token, TimeSpan margin, DateTimeOffset now)
        {
            RequireToken(token);
            var authentication = GqlAuthentication.Bearer(token);
            if (JwtExpiry.Read(token) is not { } end) return new Held(authentication, null, null);
            var share = (end - now) / LifeToMargin;
            return new Held(authentication, end, end - (share < margin ? share : margin));
        }

        // What programs print when they are not asked for the token alone. It holds the token, and is not shown.
        private static void RequireToken(string token)
        {
            var text = token.AsSpan().Trim();
            if (text is ['{' or '[', ..]) throw new InvalidOperationException("it gave JSON where the token alone was expected.");
            if (text.IndexOfAny('\r', '\n') >= 0) throw new InvalidOperationException("it gave several lines where the token alone was expected.");
        }
    }
}
