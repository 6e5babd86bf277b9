using System.Management.Automation;

namespace GqlTools.Loader;

/// <summary>
/// Runs in every runspace that imports the module, before GqlTools.dll is looked at: PowerShell reads all types of a module's assembly before it
/// runs any of its code, and some of those types can only be read once the load context answers.
/// </summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer
{
    /// <inheritdoc/>
    public void OnImport() => ModuleLoadContext.Enlist();
}
