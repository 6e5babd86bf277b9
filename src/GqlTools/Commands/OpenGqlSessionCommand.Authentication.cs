using System.Management.Automation;
using System.Net;
using System.Security;
using GqlTools.Binding;
using GqlTools.Client.Authentication;
using GqlTools.Client.Requests;
using GqlTools.Errors;

namespace GqlTools.Commands;

/// <content>What becomes of the credentials.</content>
public sealed partial class OpenGqlSessionCommand
{
    /// <summary>
    /// The region of an AppSync API, such as eu-west-1, for -Authentication AwsIam. By default the one in the name of the endpoint's host; an API with a name of your own has none there.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? AwsRegion { get; set; }

    /// <summary>The session token that comes with temporary credentials, for -Authentication AwsIam. It is not renewed: open another session when it has ended.</summary>
    [Parameter]
    [ValidateNotNull]
    public SecureString? AwsSessionToken { get; set; }

    private bool HasAwsArguments => AwsRegion is not null || AwsSessionToken is not null;

    private GqlTokenProvider? CreateTokenProvider()
    {
        var problem = (TokenProvider, Authentication) switch
        {
            (null, _) => TokenProviderArguments is null ? null : "-TokenProviderArguments needs -TokenProvider with a script block.",
            (_, GqlAuthenticationScheme.Basic or GqlAuthenticationScheme.AwsIam) => "-TokenProvider needs -Authentication Bearer.",
            _ when Token is not null || Credential is not null || HasAwsArguments => "-TokenProvider takes none of -Token, -Credential, -AwsRegion and -AwsSessionToken.",
            _ => null,
        };
        if (problem is not null) ThrowTerminatingError(ErrorRecords.AuthenticationConflict(problem));
        if (TokenProvider is null) return null;
        var (provider, wrong) = new TokenProviders(SessionState).From(TokenProvider, TokenProviderArguments);
        if (wrong is not null) ThrowTerminatingError(wrong);
        return provider;
    }

    private GqlAuthentication? CreateAuthentication()
    {
        var problem = (Authentication, Token, Credential) switch
        {
            (GqlAuthenticationScheme.None, not null, _) => "-Token needs -Authentication Bearer.",
            (GqlAuthenticationScheme.None, _, not null) => "-Credential needs -Authentication Basic or AwsIam.",
            (GqlAuthenticationScheme.Bearer, null, _) => "-Authentication Bearer needs -Token.",
            (GqlAuthenticationScheme.Bearer, _, not null) => "-Authentication Bearer takes -Token, not -Credential.",
            (GqlAuthenticationScheme.Basic, _, null) => "-Authentication Basic needs -Credential.",
            (GqlAuthenticationScheme.Basic, not null, _) => "-Authentication Basic takes -Credential, not -Token.",
            (GqlAuthenticationScheme.AwsIam, _, null) => "-Authentication AwsIam needs -Credential: the id of an access key as the user name, its secret as the password.",
            (GqlAuthenticationScheme.AwsIam, not null, _) => "-Authentication AwsIam takes -Credential, not -Token. The token of temporary credentials is -AwsSessionToken.",
            (not GqlAuthenticationScheme.AwsIam, _, _) when HasAwsArguments => "-AwsRegion and -AwsSessionToken need -Authentication AwsIam.",
            _ => null,
        };
        if (problem is not null) ThrowTerminatingError(ErrorRecords.AuthenticationConflict(problem));

        try
        {
            return Authentication switch
            {
                GqlAuthenticationScheme.Bearer => GqlAuthentication.Bearer(TextOf(Token!)),
                GqlAuthenticationScheme.Basic => GqlAuthentication.Basic(Credential!.UserName, Credential.GetNetworkCredential().Password),
                GqlAuthenticationScheme.AwsIam => GqlAuthentication.AwsIam(
                    new AwsCredentials(Credential!.UserName, TextOf(Credential.Password), AwsSessionToken is null ? null : TextOf(AwsSessionToken)), AwsRegion),
                _ => null,
            };
        }
        catch (ArgumentException exception)
        {
            ThrowTerminatingError(ErrorRecords.AuthenticationInvalid(exception));
            throw;
        }
    }

    private static string TextOf(SecureString secret) => new NetworkCredential("", secret).Password;
}
