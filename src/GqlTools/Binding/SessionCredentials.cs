using System.Management.Automation;
using System.Net;
using System.Security;
using GqlTools.Client.Authentication;
using GqlTools.Client.Requests;
using GqlTools.Commands;
using GqlTools.Errors;

namespace GqlTools.Binding;

/// <summary>Makes a session's credentials of the parameters of Open-GqlSession, which keep the rules. What is wrong with them ends the command.</summary>
internal static class SessionCredentials
{
    /// <summary>The credentials; null for none, and where a provider gives them.</summary>
    public static GqlAuthentication? From(OpenGqlSessionCommand command)
    {
        if (command.TokenProvider is not null) return null;
        try
        {
            return command.Authentication switch
            {
                GqlAuthenticationScheme.Bearer => GqlAuthentication.Bearer(TextOf(command.Token!)),
                GqlAuthenticationScheme.Basic => GqlAuthentication.Basic(command.Credential!.UserName, TextOf(command.Credential.Password)),
                GqlAuthenticationScheme.AwsIam => GqlAuthentication.AwsIam(AwsCredentialsOf(command), command.AwsRegion),
                _ => null,
            };
        }
        catch (ArgumentException exception)
        {
            command.ThrowTerminatingError(ErrorRecords.AuthenticationInvalid(exception));
            throw;
        }
    }

    /// <summary>What gives bearer tokens; null for nothing.</summary>
    public static GqlTokenProvider? ProviderFrom(OpenGqlSessionCommand command)
    {
        if (command.TokenProvider is null) return null;
        var (provider, problem) = new TokenProviders(command.SessionState).From(command.TokenProvider, command.TokenProviderArguments);
        if (problem is not null) command.ThrowTerminatingError(problem);
        return provider;
    }

    private static AwsCredentials AwsCredentialsOf(OpenGqlSessionCommand command) =>
        new(command.Credential!.UserName, TextOf(command.Credential.Password), command.AwsSessionToken is null ? null : TextOf(command.AwsSessionToken));

    private static string TextOf(SecureString secret) => new NetworkCredential("", secret).Password;
}
