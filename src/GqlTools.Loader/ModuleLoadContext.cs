using System.Reflection;
using System.Runtime.Loader;

namespace GqlTools.Loader;

/// <summary>
/// The load context of everything in the module's <c>lib</c> folder.
/// <para>
/// PowerShell loads a module's assembly into the process-wide default context, where one version of a name exists for all modules. GqlTools.dll
/// must be there, but what it stands on need not: when the default context does not find an assembly and <c>lib</c> has the one that
/// GqlTools.dll asks for, it is loaded here, and so are that one's own references. Another module's version of a package is never seen from
/// here, and ours is never seen by another module.
/// </para>
/// </summary>
internal sealed class ModuleLoadContext : AssemblyLoadContext
{
    /// <summary>What GqlTools.dll references directly; for no other name does this context answer the default one.</summary>
    private static readonly string[] EntryAssemblies = ["GqlTools.Client", "GqlTools.Language"];

    // Made with the type, once in the process, however many runspaces import the module at the same time.
    private static readonly ModuleLoadContext Instance = new(Path.Join(Path.GetDirectoryName(typeof(ModuleLoadContext).Assembly.Location), "lib"));

    private readonly string _folder;

    private ModuleLoadContext(string folder)
        : base("GqlTools")
    {
        _folder = folder;
        Default.Resolving += (_, name) => EntryAssemblies.Contains(name.Name) ? LoadFromAssemblyName(name) : null;
    }

    /// <summary>Sees to it that the context answers for the module.</summary>
    public static void Enlist() => _ = Instance;

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var path = Path.Join(_folder, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
