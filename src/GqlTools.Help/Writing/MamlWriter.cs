using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using GqlTools.Help.Commands;

namespace GqlTools.Help.Writing;

/// <summary>Writes MAML, the XML that Get-Help reads beside a module's assembly.</summary>
internal static class MamlWriter
{
    private static readonly XNamespace Msh = "http://msh";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    /// <summary>One document with all commands.</summary>
    public static string Write(IEnumerable<CommandHelp> commands)
    {
        var document = new XDocument(
            new XDeclaration("1.0", "utf-8", null),
            new XElement(Msh + "helpItems", new XAttribute("schema", "maml"), commands.Select(ElementOf)));
        using var writer = new Utf8Writer();
        using (var xml = XmlWriter.Create(writer, new XmlWriterSettings { Indent = true, NewLineChars = "\n" })) document.Save(xml);
        return writer + "\n";
    }

    private static XElement ElementOf(CommandHelp command) => new(
        Command + "command",
        new XAttribute(XNamespace.Xmlns + "maml", Maml),
        new XAttribute(XNamespace.Xmlns + "command", Command),
        new XAttribute(XNamespace.Xmlns + "dev", Dev),
        new XElement(
            Command + "details",
            new XElement(Command + "name", command.Name),
            new XElement(Command + "verb", command.Verb),
            new XElement(Command + "noun", command.Noun),
            new XElement(Maml + "description", Para(command.Synopsis))),
        new XElement(Maml + "description", command.Description.Select(Para)),
        new XElement(Command + "syntax", command.SetNames.Select(set => SyntaxOf(command, set))),
        new XElement(Command + "parameters", command.Parameters.OrderBy(parameter => parameter.IsForConfirmation).Select(ParameterOf)),
        new XElement(Command + "inputTypes", command.Parameters.Where(TakesPipeline).Select(InputOf)),
        new XElement(Command + "returnValues", command.Outputs.Select(OutputOf)),
        command.Notes.Count == 0 ? null : new XElement(Maml + "alertSet", new XElement(Maml + "alert", command.Notes.Select(Para))),
        new XElement(Command + "examples", command.Examples.Select(ExampleOf)),
        new XElement(
            Command + "relatedLinks",
            command.RelatedLinks.Select(link => new XElement(
                Maml + "navigationLink", new XElement(Maml + "linkText", link), new XElement(Maml + "uri")))));

    private static XElement SyntaxOf(CommandHelp command, string? setName) => new(
        Command + "syntaxItem",
        new XElement(Maml + "name", command.Name),
        command.ParametersOf(setName).Select(pair => new XElement(
            Command + "parameter",
            UseAttributes(pair.Parameter, pair.Use, pair.Use.Mandatory),
            new XElement(Maml + "name", pair.Parameter.Name),
            new XElement(Maml + "description", DescriptionOf(pair.Parameter)),
            ValuesOf(pair.Parameter),
            TypeAndDefault(pair.Parameter))));

    private static XElement ParameterOf(ParameterHelp parameter) => new(
        Command + "parameter",
        UseAttributes(parameter, parameter.Uses[0], parameter.Uses.All(use => use.Mandatory)),
        new XElement(Maml + "name", parameter.Name),
        new XElement(Maml + "description", DescriptionOf(parameter)),
        new XElement(
            Command + "parameterValue",
            new XAttribute("required", Text(!parameter.IsSwitch)),
            new XAttribute("variableLength", "false"),
            parameter.IsSwitch ? "SwitchParameter" : parameter.Type.ShortName),
        TypeAndDefault(parameter));

    private static IEnumerable<XAttribute> UseAttributes(ParameterHelp parameter, ParameterUse use, bool mandatory) =>
    [
        new("required", Text(mandatory)),
        new("variableLength", Text(use.TakesRemaining)),
        new("globbing", Text(parameter.SupportsWildcards)),
        new("pipelineInput", use.PipelineInput),
        new("position", use.PositionText),
        new("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)),
    ];

    private static XElement? ValuesOf(ParameterHelp parameter)
    {
        if (parameter.IsSwitch) return null;
        return parameter.AcceptedValues.Count == 0
            ? Value(parameter.Type.ShortName)
            : new XElement(Command + "parameterValueGroup", parameter.AcceptedValues.Select(value => Value(value.Name)));

        static XElement Value(string text) => new(
            Command + "parameterValue", new XAttribute("required", "true"), new XAttribute("variableLength", "false"), text);
    }

    private static IEnumerable<XElement> DescriptionOf(ParameterHelp parameter)
    {
        foreach (var paragraph in parameter.Description) yield return Para(paragraph);
        if (parameter.AcceptedRange is { } range) yield return Para($"Accepted: {range}.");
        if (parameter.AcceptedValues.Count > 0) yield return Para("Accepted values:");
        foreach (var value in parameter.AcceptedValues)
            yield return Para(value.Meaning.Count == 0 ? $"- {value.Name}" : $"- {value.Name}: {string.Join(" ", value.Meaning.Select(meaning => meaning.Plain))}");
    }

    private static IEnumerable<XElement> TypeAndDefault(ParameterHelp parameter) =>
    [
        new(Dev + "type", new XElement(Maml + "name", parameter.IsSwitch ? "SwitchParameter" : parameter.Type.ShortName), new XElement(Maml + "uri")),
        new(Dev + "defaultValue", parameter.Default),
    ];

    private static bool TakesPipeline(ParameterHelp parameter) => parameter.Uses.Any(use => use.FromPipeline || use.FromPipelineByPropertyName);

    private static XElement InputOf(ParameterHelp parameter) => new(
        Command + "inputType",
        new XElement(Dev + "type", new XElement(Maml + "name", parameter.Type.FullName)),
        new XElement(Maml + "description", Para($"-{parameter.Name}: {parameter.Description[0].Plain}")));

    private static XElement OutputOf(TypeHelp output) => new(
        Command + "returnValue",
        new XElement(Dev + "type", new XElement(Maml + "name", output.FullName)),
        new XElement(Maml + "description", output.Description.Select(Para)));

    private static XElement ExampleOf(ExampleHelp example) => new(
        Command + "example",
        new XElement(Maml + "title", $"--- {example.Title} ---"),
        new XElement(Dev + "code", example.Code),
        new XElement(Dev + "remarks", example.Remarks.Select(Para)));

    private static XElement Para(Paragraph paragraph) => Para(paragraph.Plain);

    private static XElement Para(string text) => new(Maml + "para", text);

    private static string Text(bool value) => value.ToString(CultureInfo.InvariantCulture).ToLowerInvariant();

    private sealed class Utf8Writer : StringWriter
    {
        public Utf8Writer()
            : base(CultureInfo.InvariantCulture)
        {
        }

        public override Encoding Encoding => Encoding.UTF8;
    }
}
