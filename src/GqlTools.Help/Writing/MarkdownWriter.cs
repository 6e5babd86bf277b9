using System.Text;
using GqlTools.Help.Commands;

namespace GqlTools.Help.Writing;

/// <summary>Writes a command's page in Markdown.</summary>
internal static class MarkdownWriter
{
    /// <summary>The page of a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="moduleName">Where its class stands: src/module/Commands.</param>
    public static string Write(CommandHelp command, string moduleName)
    {
        var page = new StringBuilder();
        page.Append($"<!-- Generated from src/{moduleName}/Commands/{command.ClassName}.cs by ./build.ps1 Docs. Change the comments there. -->\n");
        page.Append($"# {command.Name}\n\n{Markdown(command.Synopsis)}\n");
        page.Append("\n## Syntax\n\n```powershell\n").AppendJoin('\n', command.SetNames.Select(set => SyntaxText.Of(command, set))).Append("\n```\n");
        page.Append("\n## Description\n");
        Append(page, command.Description);

        page.Append("\n## Examples\n");
        foreach (var example in command.Examples)
        {
            page.Append($"\n### {example.Title}\n\n```powershell\n{example.Code}\n```\n");
            Append(page, example.Remarks);
        }

        page.Append("\n## Parameters\n");
        foreach (var parameter in command.Parameters.OrderBy(parameter => parameter.IsForConfirmation)) Append(page, command, parameter);
        page.Append("\n### Common parameters\n\nThe command has PowerShell's common parameters: see about_CommonParameters.\n");

        page.Append("\n## Input\n");
        var inputs = command.Parameters.Where(parameter => parameter.Uses.Any(use => use.FromPipeline || use.FromPipelineByPropertyName)).ToList();
        if (inputs.Count == 0) page.Append("\nThe command takes no pipeline input.\n");
        foreach (var input in inputs) page.Append($"\n`{input.Type.FullName}`, to -{input.Name}.\n");

        page.Append("\n## Output\n");
        if (command.Outputs.Count == 0) page.Append("\nThe command writes nothing.\n");
        foreach (var output in command.Outputs) page.Append($"\n`{output.FullName}`{(output.Description.Count == 0 ? "" : ": " + Markdown(output.Description[0]))}\n");

        if (command.Notes.Count > 0) page.Append("\n## Notes\n");
        Append(page, command.Notes);
        page.Append("\n## See also\n\n").AppendJoin('\n', command.RelatedLinks.Select(link => $"- [{link}]({link}.md)")).Append('\n');
        return page.ToString();
    }

    private static void Append(StringBuilder page, CommandHelp command, ParameterHelp parameter)
    {
        page.Append($"\n### -{parameter.Name}\n");
        Append(page, parameter.Description);
        if (parameter.AcceptedValues.Count > 0) page.Append('\n');
        foreach (var value in parameter.AcceptedValues)
            page.Append($"- `{value.Name}`{(value.Meaning.Count == 0 ? "" : ": " + string.Join(" ", value.Meaning.Select(Markdown)))}\n");

        page.Append("\n| | |\n|---|---|\n");
        Row("Type", parameter.Type.FullName);
        if (command.SetNames.Count > 1) Row("Parameter sets", string.Join(", ", parameter.Uses.Select(use => use.SetName ?? "all")));
        Row("Required", parameter.Uses.All(use => use.Mandatory) ? "yes" : "no");
        Row("Position", string.Join(", ", parameter.Uses.Select(use => use.PositionText).Distinct()));
        Row("Default", parameter.Default);
        if (parameter.AcceptedRange is { } range) Row("Accepts", range);
        Row("Pipeline input", string.Join(", ", parameter.Uses.Select(use => use.PipelineInput).Distinct()));
        Row("Wildcards", parameter.SupportsWildcards ? "yes" : "no");
        if (parameter.Aliases.Count > 0) Row("Aliases", string.Join(", ", parameter.Aliases));

        void Row(string name, string value) => page.Append($"| {name} | {Escape(value).Replace("|", "\\|", StringComparison.Ordinal)} |\n");
    }

    private static void Append(StringBuilder page, IEnumerable<Paragraph> paragraphs)
    {
        foreach (var paragraph in paragraphs) page.Append($"\n{Markdown(paragraph)}\n");
    }

    private static string Markdown(Paragraph paragraph) =>
        string.Concat(paragraph.Runs.Select(run => run.IsCode ? $"`{run.Text}`" : Escape(run.Text)));

    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (character is '\\' or '`' or '*' or '_' or '<') escaped.Append('\\');
            escaped.Append(character);
        }

        return escaped.ToString();
    }
}
