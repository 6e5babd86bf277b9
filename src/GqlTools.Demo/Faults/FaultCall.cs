using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace GqlTools.Demo.Faults;

/// <summary>One fault with its arguments, as written in <c>answer?status=503&amp;first=2</c>.</summary>
internal sealed class FaultCall
{
    // A fault's path takes GraphQL's own GET parameters beside the fault's arguments.
    private static readonly string[] GraphQLParameters = ["query", "operationName", "variables", "extensions"];

    // Said of any fault: which of the requests that reach it meet it.
    private const string FirstArgument = "first";
    private const string SkipArgument = "skip";
    private const string EveryArgument = "every";
    private static readonly string[] Selectors = [FirstArgument, SkipArgument, EveryArgument];

    private readonly Dictionary<string, StringValues> _arguments;

    private FaultCall(Fault fault, Dictionary<string, StringValues> arguments, string text)
    {
        Fault = fault;
        _arguments = arguments;
        Text = text;
    }

    public Fault Fault { get; }

    /// <summary>The call as it was written; requests are counted by it.</summary>
    public string Text { get; }

    /// <summary>Whether the call says which requests meet it, and so has to count them.</summary>
    public bool IsSelective => Selectors.Any(_arguments.ContainsKey);

    public static FaultCall Parse(string text)
    {
        var mark = text.IndexOf('?', StringComparison.Ordinal);
        var name = mark < 0 ? text : text[..mark];
        if (!FaultTable.ByName.TryGetValue(name, out var fault))
            throw new FormatException($"'{name}' is no fault of the demo server. There are: {string.Join(", ", FaultTable.ByName.Keys.Order())}.");
        var arguments = mark < 0 ? [] : QueryHelpers.ParseQuery(text[mark..]);
        foreach (var argument in arguments.Keys)
        {
            if (!fault.Arguments.Contains(argument) && !Selectors.Contains(argument) && !GraphQLParameters.Contains(argument))
                throw new FormatException($"The fault '{name}' has no argument '{argument}'. It takes: {string.Join(", ", fault.Arguments.Concat(Selectors))}.");
        }

        return new FaultCall(fault, arguments, text);
    }

    public bool Meets(int requestNumber)
    {
        var number = requestNumber - Number(SkipArgument, 0);
        return number > 0 && number <= Number(FirstArgument, int.MaxValue) && number % Number(EveryArgument, 1) == 0;
    }

    public string Word(string argument, string otherwise) => _arguments.TryGetValue(argument, out var value) ? value.ToString() : otherwise;

    public IEnumerable<string> Words(string argument) => _arguments.TryGetValue(argument, out var values) ? values.OfType<string>() : [];

    public int? Number(string argument)
    {
        if (!_arguments.TryGetValue(argument, out var value))
            return null;
        return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException($"The argument '{argument}' of the fault '{Fault.Name}' is a whole number from 0, not '{value}'.");
    }

    public int Number(string argument, int otherwise) => Number(argument) ?? otherwise;
}
