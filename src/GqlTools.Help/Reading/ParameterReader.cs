using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using GqlTools.Help.Commands;

namespace GqlTools.Help.Reading;

/// <summary>Reads the parameters of a command class and of its base classes.</summary>
internal sealed partial class ParameterReader(XmlDocumentation documentation, CommentReader comments, ProblemList problems)
{
    private const string AllSets = "__AllParameterSets";
    private const string SwitchType = "System.Management.Automation.SwitchParameter";

    // ParameterAttribute.Position of a parameter that is not positional.
    private const int NoPosition = int.MinValue;

    /// <summary>The parameters, those of the class itself first.</summary>
    public IReadOnlyList<ParameterHelp> Read(Type command, string commandName)
    {
        var parameters = new List<ParameterHelp>();
        for (var type = command; type is not null; type = type.BaseType)
        {
            foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            {
                if (property.Attribute("Parameter") is null || parameters.Any(parameter => parameter.Name == property.Name)) continue;
                parameters.Add(Read(property, commandName));
            }
        }

        return parameters;
    }

    private ParameterHelp Read(PropertyInfo property, string commandName)
    {
        var description = comments.Paragraphs(documentation.Of(property)?.Element("summary"));
        if (description.Count == 0)
        {
            problems.Add("GQLHELP003", property.DeclaringType!.Name, property.Name,
                $"The parameter -{property.Name} of {commandName} is not documented. Say in its <summary> what it is for.");
        }

        var type = TypeNames.Underlying(property.PropertyType);
        var isSwitch = type.FullName == SwitchType;
        return new ParameterHelp
        {
            Name = property.Name,
            Type = new TypeHelp(TypeNames.Full(type), TypeNames.Short(type), []),
            IsSwitch = isSwitch,
            Description = description,
            Uses = [.. property.Attributes("Parameter").Select(UseOf)],
            Aliases = [.. property.Attributes("Alias").SelectMany(alias => alias.Values()).OfType<string>()],
            SupportsWildcards = property.Attribute("SupportsWildcards") is not null,
            Default = isSwitch ? "False" : DefaultOf(description),
            AcceptedValues = [.. AcceptedValuesOf(property, type.IsArray ? type.GetElementType()! : type)],
            AcceptedRange = AcceptedRangeOf(property),
        };
    }

    private static ParameterUse UseOf(CustomAttributeData attribute)
    {
        var setName = attribute.Named("ParameterSetName", AllSets);
        var position = attribute.Named("Position", NoPosition);
        return new ParameterUse(
            setName == AllSets ? null : setName,
            attribute.Named("Mandatory", false),
            position == NoPosition ? null : position,
            attribute.Named("ValueFromPipeline", false),
            attribute.Named("ValueFromPipelineByPropertyName", false),
            attribute.Named("ValueFromRemainingArguments", false));
    }

    // A default stands in code that is not run here; the documentation says it in words that a test holds against the code.
    private static string DefaultOf(IReadOnlyList<Paragraph> description) =>
        description.Select(paragraph => DefaultSentence().Match(paragraph.Plain)).LastOrDefault(match => match.Success)?.Groups["value"].Value ?? "None";

    private IEnumerable<AcceptedValue> AcceptedValuesOf(PropertyInfo property, Type type)
    {
        if (property.Attribute("ValidateSet") is { } set) return set.Values().Select(value => new AcceptedValue($"{value}", []));
        return !type.IsEnum
            ? []
            : type.GetFields(BindingFlags.Public | BindingFlags.Static)
                .Select(field => new AcceptedValue(field.Name, comments.Paragraphs(documentation.Of(field)?.Element("summary"))));
    }

    private static string? AcceptedRangeOf(PropertyInfo property)
    {
        var rules = new List<string>();
        if (property.Attribute("ValidateRange") is { } range) rules.Add(DescribeRange([.. range.Values()]));
        if (property.Attribute("ValidateLength") is { } length) rules.Add($"{DescribeRange([.. length.Values()])} characters");
        if (property.Attribute("ValidateCount") is { } count) rules.Add($"{DescribeRange([.. count.Values()])} values");
        if (property.Attribute("ValidatePattern") is { } pattern) rules.Add($"what matches {pattern.Values().First()}");
        return rules.Count == 0 ? null : string.Join("; ", rules);
    }

    private static string DescribeRange(IReadOnlyList<object?> bounds) => bounds switch
    {
        [var kind] => $"{kind}",
        [var low, int.MaxValue or long.MaxValue or double.MaxValue] => $"{Invariant(low)} or more",
        [var low, var high, ..] => $"{Invariant(low)} to {Invariant(high)}",
        _ => "",
    };

    private static string Invariant(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    [GeneratedRegex(@"The default is (?<value>.+?)(?=[.,;:]( |$))")]
    private static partial Regex DefaultSentence();
}
