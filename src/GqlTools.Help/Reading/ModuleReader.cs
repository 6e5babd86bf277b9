using System.Reflection;
using System.Xml.Linq;
using GqlTools.Help.Commands;

namespace GqlTools.Help.Reading;

/// <summary>Reads the commands of a module from metadata and documentation comments. No code of the module is run.</summary>
internal sealed class ModuleReader : IDisposable
{
    /// <summary>Fewer examples than this fail the build.</summary>
    private const int MinimumExamples = 2;

    private const string ModuleTopic = "about_GqlTools";

    private readonly MetadataLoadContext _context;
    private readonly ProblemList _problems;
    private readonly XmlDocumentation _documentation;
    private readonly CommentReader _comments;
    private readonly ParameterReader _parameters;
    private readonly List<Type> _commandTypes;

    /// <summary>Opens the module.</summary>
    public ModuleReader(GenerationRequest request, ProblemList problems)
    {
        _problems = problems;
        _context = new MetadataLoadContext(new PathAssemblyResolver([request.Assembly, .. request.References]));
        var assembly = _context.LoadFromAssemblyPath(request.Assembly);
        Name = assembly.GetName().Name!;
        _commandTypes = [.. assembly.GetTypes().Where(type => type is { IsPublic: true, IsAbstract: false } && type.Attribute("Cmdlet") is not null)];
        _documentation = new XmlDocumentation([request.DocumentationFile, .. request.References.Select(file => Path.ChangeExtension(file, ".xml"))]);
        _comments = new CommentReader(_commandTypes.ToDictionary(type => type.FullName!, NameOf));
        _parameters = new ParameterReader(_documentation, _comments, problems);
    }

    /// <summary>The module's name.</summary>
    public string Name { get; }

    /// <summary>Its commands by name. What they lack is added to the problems.</summary>
    public IReadOnlyList<CommandHelp> ReadCommands()
    {
        var commands = _commandTypes.Select(Read).OrderBy(command => command.Name, StringComparer.Ordinal).ToList();
        return [.. commands.Select(command => command with { RelatedLinks = [.. LinksOf(command, commands)] })];
    }

    /// <inheritdoc/>
    public void Dispose() => _context.Dispose();

    private static string NameOf(Type type) => string.Join('-', type.Attribute("Cmdlet")!.Values());

    private CommandHelp Read(Type type)
    {
        var attribute = type.Attribute("Cmdlet")!;
        var name = NameOf(type);
        var comment = _documentation.Of(type);
        var summary = _comments.Paragraphs(comment?.Element("summary"));
        // What can be given without its name comes first, whichever class it is declared in.
        var parameters = _parameters.Read(type, name).OrderBy(parameter => parameter.Uses.Min(use => use.Position ?? int.MaxValue)).ToList();
        if (attribute.Named("SupportsShouldProcess", false)) parameters.AddRange(ConfirmationParameters());
        var command = new CommandHelp
        {
            Verb = name.Split('-')[0],
            Noun = name.Split('-')[1],
            ClassName = type.Name,
            Synopsis = summary.FirstOrDefault(paragraph => paragraph.Role == "synopsis") ?? new Paragraph(null, []),
            Description = [.. summary.Where(paragraph => paragraph.Role == "description")],
            Notes = _comments.Paragraphs(comment?.Element("remarks")),
            SetNames = SetNamesOf(parameters, attribute.Named<string?>("DefaultParameterSetName", null)),
            Parameters = parameters,
            Examples = [.. (comment?.Elements("example") ?? []).Select(ExampleOf)],
            Outputs = [.. type.Attributes("OutputType").SelectMany(output => output.Values()).Select(OutputOf)],
            RelatedLinks = [.. (comment?.Elements("seealso") ?? []).Select(link => _comments.Target(link.Attribute("cref")!.Value))],
        };
        Check(command);
        return command;
    }

    private static IReadOnlyList<string?> SetNamesOf(IEnumerable<ParameterHelp> parameters, string? defaultName)
    {
        var names = parameters.SelectMany(parameter => parameter.Uses).Select(use => use.SetName).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        if (names.Count == 0) return [null];
        return [.. names.OrderByDescending(name => name == defaultName)];
    }

    private ExampleHelp ExampleOf(XElement example, int index)
    {
        var remarks = new XElement(example);
        remarks.Element("code")?.Remove();
        return new ExampleHelp(index + 1, CommentReader.Code(example.Element("code")), _comments.Paragraphs(remarks));
    }

    private TypeHelp OutputOf(object? output)
    {
        if (output is not Type type) return new TypeHelp($"{output}", $"{output}", []);
        // The first paragraph of a summary is for users of the type, the rest for those who work on it.
        var description = _comments.Paragraphs(_documentation.Of(TypeNames.Underlying(type))?.Element("summary"));
        return new TypeHelp(TypeNames.Full(type), TypeNames.Short(type), [.. description.Take(1)]);
    }

    private static IEnumerable<string> LinksOf(CommandHelp command, IEnumerable<CommandHelp> all) => command.RelatedLinks
        .Concat(all.Where(other => other.Noun == command.Noun && other.Name != command.Name).Select(other => other.Name))
        .Append(ModuleTopic)
        .Distinct(StringComparer.Ordinal);

    private static IEnumerable<ParameterHelp> ConfirmationParameters()
    {
        yield return Switch("WhatIf", "wi", "Shows what the command would do, and does nothing.");
        yield return Switch("Confirm", "cf", "Asks before the command does anything.");

        static ParameterHelp Switch(string name, string alias, string description) => new()
        {
            Name = name,
            Type = new TypeHelp("System.Management.Automation.SwitchParameter", "switch", []),
            IsSwitch = true,
            Description = [new Paragraph(null, [new TextRun(description, false)])],
            Uses = [new ParameterUse(null, false, null, false, false, false)],
            Aliases = [alias],
            Default = "False",
            IsForConfirmation = true,
        };
    }

    private void Check(CommandHelp command)
    {
        if (command.Synopsis.Runs.Count == 0)
            Report("GQLHELP001", "has no synopsis. Add <para type=\"synopsis\">, one sentence, to the <summary> of its class.");
        if (command.Description.Count == 0)
            Report("GQLHELP002", "has no description. Add <para type=\"description\"> to the <summary> of its class.");
        if (command.Examples.Count < MinimumExamples)
            Report("GQLHELP004", $"has {command.Examples.Count} examples; it needs {MinimumExamples}. Add <example> elements to its class.");
        foreach (var example in command.Examples.Where(example => example.Code.Length == 0 || example.Remarks.Count == 0))
            Report("GQLHELP005", $"has an incomplete example: number {example.Number} needs <code> and a <para> that says what it does.");

        void Report(string code, string problem) => _problems.Add(code, command.ClassName, null, $"{command.Name} {problem}");
    }
}
