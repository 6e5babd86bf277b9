using System.ComponentModel;
using System.Diagnostics;

namespace GqlTools.Client.Authentication;

/// <summary>
/// A program that prints a token, such as <c>gcloud auth print-access-token</c>. It is started without a shell and without input. What it prints is the token, but
/// for spaces around it; errors show what it says on its standard error, never what it printed.
/// </summary>
public static class TokenCommand
{
    /// <summary>Characters of a program's standard error that an error shows: what says more is a log.</summary>
    private const int ShownErrorLength = 1000;

    /// <summary>A provider that runs a program for every token.</summary>
    /// <param name="program">Its name or path. It is the provider's name; the arguments are not, as they may be secret.</param>
    /// <param name="arguments">Its arguments, each passed as it is.</param>
    /// <param name="workingDirectory">Where it runs; null for where this process does.</param>
    public static GqlTokenProvider CreateProvider(string program, IReadOnlyList<string> arguments, string? workingDirectory = null) =>
        new(Path.GetFileName(program), cancellationToken => RunAsync(program, arguments, workingDirectory, cancellationToken));

    private static async Task<string> RunAsync(
        string program, IReadOnlyList<string> arguments, string? workingDirectory, CancellationToken cancellationToken)
    {
        using var process = Start(program, arguments, workingDirectory);
        try
        {
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            var token = (await output.ConfigureAwait(false)).Trim();
            var says = Shorten((await errors.ConfigureAwait(false)).Trim());
            if (process.ExitCode != 0) throw new InvalidOperationException($"it ended with exit code {process.ExitCode}{says}");
            return token.Length > 0 ? token : throw new InvalidOperationException($"it printed no token{says}");
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    private static Process Start(string program, IReadOnlyList<string> arguments, string? workingDirectory)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingDirectory ?? "",
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new InvalidOperationException($"it cannot be started: {exception.Message}", exception);
        }
    }

    private static string Shorten(string errors) => errors.Length switch
    {
        0 => ".",
        <= ShownErrorLength => $": {errors}",
        _ => $": {errors[..ShownErrorLength]}...",
    };
}
