using System.Reflection;

namespace GqlTools.Benchmarks;

/// <summary>Where the build found things.</summary>
internal static class BuildFacts
{
    public static string DemoAssembly { get; } = Read(nameof(DemoAssembly));

    public static string RepositoryRoot { get; } = Read(nameof(RepositoryRoot));

    private static string Read(string key) =>
        typeof(BuildFacts).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == key).Value!;
}
