using GqlTools.Help.Commands;

namespace GqlTools.Help.Writing;

/// <summary>Writes a command's syntax as Get-Command -Syntax shows it.</summary>
internal static class SyntaxText
{
    /// <summary>The syntax of one parameter set.</summary>
    /// <param name="command">The command.</param>
    /// <param name="setName">The set; null where there is only one.</param>
    public static string Of(CommandHelp command, string? setName) =>
        string.Join(' ', command.ParametersOf(setName).Select(pair => Of(pair.Parameter, pair.Use)).Prepend(command.Name).Append("[<CommonParameters>]"));

    private static string Of(ParameterHelp parameter, ParameterUse use)
    {
        var name = use.Position is null || parameter.IsSwitch ? $"-{parameter.Name}" : $"[-{parameter.Name}]";
        var whole = parameter.IsSwitch ? name : $"{name} <{parameter.Type.ShortName}>";
        return use.Mandatory ? whole : $"[{whole}]";
    }
}
