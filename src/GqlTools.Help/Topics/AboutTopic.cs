using Markdig;
using Markdig.Syntax;

namespace GqlTools.Help.Topics;

/// <summary>An about topic: written in Markdown, read as text.</summary>
/// <param name="Name">Its name, such as about_GqlTools.</param>
/// <param name="Text">Its text, laid out for a console.</param>
internal sealed record AboutTopic(string Name, string Text)
{
    private const string SynopsisHeading = "Short description";

    private static readonly MarkdownPipeline Markdown = new MarkdownPipelineBuilder().UsePipeTables().Build();

    /// <summary>Reads a topic. A title that is not the file's name, or a missing short description, is added to the problems.</summary>
    /// <param name="file">The Markdown file, named about_*.md.</param>
    /// <param name="problems">Takes what is missing.</param>
    public static AboutTopic Read(string file, ProblemList problems)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        var document = Markdig.Markdown.Parse(File.ReadAllText(file), Markdown);
        if (!IsHeading(document.FirstOrDefault(), 1, name))
            problems.Add("GQLHELP006", file, $"The topic must begin with the heading '# {name}'.");
        if (!IsHeading(document.Skip(1).FirstOrDefault(), 2, SynopsisHeading) || document.Skip(2).FirstOrDefault() is not ParagraphBlock)
            problems.Add("GQLHELP007", file, $"After its title the topic must have the heading '## {SynopsisHeading}' and a paragraph: Get-Help lists it by that.");
        return new AboutTopic(name, new PlainTextLayout().Write(document));
    }

    private static bool IsHeading(Block? block, int level, string text) =>
        block is HeadingBlock heading && heading.Level == level && PlainTextLayout.TextOf(heading.Inline) == text;
}
