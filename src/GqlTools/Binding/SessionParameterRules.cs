using GqlTools.Commands;
using static GqlTools.Binding.ParameterRule;

namespace GqlTools.Binding;

/// <summary>Which parameters of Open-GqlSession mean nothing without another, and which contradict each other.</summary>
internal static class SessionParameterRules
{
    private const string Token = nameof(OpenGqlSessionCommand.Token);
    private const string TokenProvider = nameof(OpenGqlSessionCommand.TokenProvider);
    private const string TokenProviderArguments = nameof(OpenGqlSessionCommand.TokenProviderArguments);
    private const string Credential = nameof(OpenGqlSessionCommand.Credential);
    private const string AwsRegion = nameof(OpenGqlSessionCommand.AwsRegion);
    private const string AwsSessionToken = nameof(OpenGqlSessionCommand.AwsSessionToken);
    private const string Proxy = nameof(OpenGqlSessionCommand.Proxy);

    private const string OneSource = "A session has one source of credentials.";
    private const string Signs = "It belongs to signatures of AWS IAM.";

    private static readonly ParameterUse Basic = Authentication(GqlAuthenticationScheme.Basic);
    private static readonly ParameterUse Bearer = Authentication(GqlAuthenticationScheme.Bearer);
    private static readonly ParameterUse AwsIam = Authentication(GqlAuthenticationScheme.AwsIam);

    public static readonly ParameterRule[] Table =
    [
        Need(TokenProviderArguments, [TokenProvider], "They are for its script block."),
        Conflict(TokenProvider, Token, OneSource),
        Conflict(TokenProvider, Credential, OneSource),
        Conflict(TokenProvider, Basic, "It gives bearer tokens."),
        Conflict(TokenProvider, AwsIam, "It gives bearer tokens."),
        Need(Token, [Bearer], "Nothing else says how to send it."),
        Need(Credential, [Basic, AwsIam], "Nothing else says how to send it."),
        Need(AwsRegion, [AwsIam], Signs),
        Need(AwsSessionToken, [AwsIam], Signs + " A token of another kind is -Token."),
        Need(Bearer, [Token, TokenProvider], "It has nothing to send."),
        Need(Basic, [Credential], "It has nothing to send."),
        Need(AwsIam, [Credential], "The id of an access key is its user name, the secret its password."),
        Conflict(Proxy, nameof(OpenGqlSessionCommand.NoProxy), "The one names a proxy, and the other forbids all."),
        Need(nameof(OpenGqlSessionCommand.ProxyCredential), [Proxy], "It is sent to that proxy only."),
        Need(nameof(OpenGqlSessionCommand.MaximumCacheBytes), [new(nameof(OpenGqlSessionCommand.CacheSeconds), Nothing: 0)], "Nothing is kept without it."),
        Conflict(
            new(nameof(OpenGqlSessionCommand.PersistedQueries), GqlPersistedQueries.Automatic),
            nameof(OpenGqlSessionCommand.PersistedDocumentsPath),
            "The one sends hashes that the server learns, and the other ids that it knows beforehand."),
    ];

    private static ParameterUse Authentication(GqlAuthenticationScheme scheme) => new(nameof(OpenGqlSessionCommand.Authentication), scheme);
}
