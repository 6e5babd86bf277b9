using System.Diagnostics;
using System.Text.Json;

namespace GqlTools.Client.Tests.Interop;

/// <summary>
/// Node and the packages of tests/Interop. The packages are installed from their lock file (`npm ci`) where they are missing, once, whichever
/// test process comes first. What cannot be had on this machine is a reason to skip, not a failure.
/// </summary>
internal static class NodePackages
{
    private const int OldestNode = 20;

    // Without a registry in reach, npm must say so soon; with one, the install takes ten seconds.
    private static readonly TimeSpan InstallLimit = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan LockRetryInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>The folder of the servers.</summary>
    public static string Folder { get; } = Path.Combine(FindRepositoryRoot(), "tests", "Interop");

    // Apollo Server's incremental delivery needs a release of graphql that the other servers do not work with.
    private static readonly string[] PackageFolders = [Folder, Path.Combine(Folder, "incremental")];

    /// <summary>Makes Node and its packages ready.</summary>
    /// <returns>The path of node, or the reason for which there is none or not all that it needs.</returns>
    public static async Task<(string? Node, string? Missing)> PrepareAsync(CancellationToken cancellation)
    {
        if (Find("node") is not { } node)
            return (null, $"node is not on the PATH. Install Node {OldestNode} or later to test against the reference servers.");
        var (exitCode, output) = await RunAsync(node, ["--version"], cancellation);
        if (exitCode != 0 || !int.TryParse(output.Trim().TrimStart('v').Split('.')[0], out var major) || major < OldestNode)
            return (null, $"{node} --version says '{output.Trim()}'. The interop servers need Node {OldestNode} or later.");

        await using var installing = await LockAsync(cancellation);
        foreach (var folder in PackageFolders.Where(static folder => !AreInstalled(folder)))
        {
            if (await InstallAsync(folder, cancellation) is { } missing) return (null, missing);
        }

        return (node, null);
    }

    private static async Task<string?> InstallAsync(string folder, CancellationToken cancellation)
    {
        var name = Path.GetRelativePath(FindRepositoryRoot(), folder).Replace('\\', '/');
        var hint = $"Run `npm ci` in {name} where the network allows it.";
        if (Find("npm") is not { } npm) return $"The npm packages of {name} are not installed, and npm is not on the PATH. {hint}";
        var (exitCode, output) = await RunAsync(npm, ["ci", "--prefix", folder, "--loglevel=error", "--fetch-retries=1", "--fetch-timeout=30000"], cancellation);
        if (exitCode == 0 && AreInstalled(folder)) return null;
        var problem = output.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Length > 0) ?? "no output";
        return $"The npm packages of {name} are not installed, and `npm ci` ended with {exitCode}: {problem} {hint}";
    }

    // npm writes its own copy of the lock file last, when everything is in place.
    private static bool AreInstalled(string folder)
    {
        var modules = Path.Combine(folder, "node_modules");
        if (!File.Exists(Path.Combine(modules, ".package-lock.json"))) return false;
        using var package = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "package.json")));
        return package.RootElement.GetProperty("dependencies").EnumerateObject().All(dependency =>
        {
            // "17.1.0", or under another name "npm:graphql@17.1.0".
            var wanted = dependency.Value.GetString()!.Split('@')[^1];
            var manifest = Path.Combine(modules, dependency.Name, "package.json");
            if (!File.Exists(manifest)) return false;
            using var installed = JsonDocument.Parse(File.ReadAllBytes(manifest));
            return installed.RootElement.GetProperty("version").GetString() == wanted;
        });
    }

    private static async Task<FileStream> LockAsync(CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(InstallLimit);
        var folder = Directory.CreateDirectory(Path.Combine(Folder, "obj")).FullName;
        while (true)
        {
            try
            {
                return new FileStream(Path.Combine(folder, "install.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (!limit.IsCancellationRequested)
            {
                // Another process installs: file locks cannot be awaited, only tried.
                await Task.Delay(LockRetryInterval, limit.Token);
            }
        }
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string program, string[] arguments, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(InstallLimit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellation.ThrowIfCancellationRequested();
            return (-1, $"Ended after {InstallLimit.TotalMinutes} minutes.");
        }

        return (process.ExitCode, await error + await output);
    }

    private static string? Find(string program)
    {
        string[] names = OperatingSystem.IsWindows() ? [$"{program}.exe", $"{program}.cmd"] : [program];
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => names.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
    }

    private static string FindRepositoryRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "GqlTools.sln"))) return folder.FullName;
        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds GqlTools.sln.");
    }
}
