using System.Management.Automation;
using System.Management.Automation.Language;
using GqlTools.Client.Failures;
using GqlTools.Client.Operations;
using GqlTools.Client.Sessions;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Binding;

/// <summary>
/// A command of this module on the command line, half-written as it may be. Completion waits for nothing: a session's schema is used if it is
/// known, and fetched in the background if it is not.
/// </summary>
internal sealed class PromptCommand
{
    private readonly Dictionary<string, ParameterBindingResult> _bound;

    private PromptCommand(Dictionary<string, ParameterBindingResult> bound) => _bound = bound;

    /// <summary>Reads a command.</summary>
    public static PromptCommand From(CommandAst command) => new(StaticParameterBinder.BindCommand(command).BoundParameters);

    /// <summary>The schema that the command would use, if it is known by now.</summary>
    public Schema? Schema
    {
        get
        {
            if (ValueOf("Schema") is Schema given) return given;
            var session = Session;
            session?.Schema.BeginFetch();
            return session?.Schema.Current;
        }
    }

    /// <summary>The document that the command would send, if it stands on the command line and parses.</summary>
    public GqlDocument? Document
    {
        get
        {
            try
            {
                return ValueOf("Query") is string text ? GqlDocument.Parse(text) : null;
            }
            catch (GqlException)
            {
                // A half-written document has nothing to offer; running the command tells what is wrong.
                return null;
            }
        }
    }

    /// <summary>The name of the operation that the command would run; null for the only one.</summary>
    public string? OperationName => ValueOf("OperationName") as string;

    /// <summary>What is given for a parameter.</summary>
    public Ast? ArgumentOf(string parameter) => _bound.TryGetValue(parameter, out var found) ? found.Value : null;

    private GqlSession? Session
    {
        get
        {
            var sessions = RunspaceSessions.OfThisRunspace();
            return ValueOf("Session") switch
            {
                GqlSession given => given,
                string name => sessions.Find(name),
                _ => sessions.Current,
            };
        }
    }

    private object? ValueOf(string parameter)
    {
        if (!_bound.TryGetValue(parameter, out var found)) return null;
        if (found.ConstantValue is { } constant) return constant;
        if (found.Value is not VariableExpressionAst { VariablePath: { IsUnqualified: true } path }) return null;
        using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        var values = shell.AddCommand("Microsoft.PowerShell.Utility\\Get-Variable").AddParameter("Name", path.UserPath)
            .AddParameter("ValueOnly").AddParameter("ErrorAction", ActionPreference.Ignore).Invoke();
        return values.Count == 1 ? values[0]?.BaseObject : null;
    }
}
