using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace GqlTools.Benchmarks;

/// <summary>A turn of graphql-js in a Node process of its own.</summary>
/// <param name="Version">Which graphql-js.</param>
/// <param name="FastestMs">The fastest repetition.</param>
/// <param name="ProcessorMs">Processor time of one repetition, on average.</param>
internal sealed record NodeTurn(string Version, double FastestMs, double ProcessorMs)
{
    /// <summary>Runs a script of this folder with a package of tests/Interop; null where Node or the package is missing.</summary>
    public static NodeTurn? Run(string script, string package, params string[] arguments)
    {
        var module = Path.Combine(BuildFacts.RepositoryRoot, "tests", "Interop", "node_modules", package);
        if (!Directory.Exists(module)) return null;
        var path = Path.Combine(BuildFacts.RepositoryRoot, "tests", "GqlTools.Benchmarks", script);
        try
        {
            using var node = Process.Start(new ProcessStartInfo("node", [path, module, .. arguments]) { RedirectStandardOutput = true })!;
            using var json = JsonDocument.Parse(node.StandardOutput.ReadToEnd());
            node.WaitForExit();
            var root = json.RootElement;
            return new NodeTurn(root.GetProperty("version").GetString()!, root.GetProperty("fastestMs").GetDouble(), root.GetProperty("processorMs").GetDouble());
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
