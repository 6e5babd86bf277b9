using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace GqlTools.Demo;

/// <summary>What is ordered of the server in one line of text, a name and its arguments: <c>answer?status=503&amp;first=2</c>.</summary>
internal sealed class CallText
{
    private readonly Dictionary<string, StringValues> _arguments;

    private CallText(string name, Dictionary<string, StringValues> arguments, string text)
    {
        Name = name;
        _arguments = arguments;
        Text = text;
    }

    public string Name { get; }

    /// <summary>The call as it was written.</summary>
    public string Text { get; }

    public static CallText Parse(string text)
    {
        var mark = text.IndexOf('?', StringComparison.Ordinal);
        return mark < 0 ? new(text, [], text) : new(text[..mark], QueryHelpers.ParseQuery(text[mark..]), text);
    }

    public bool Has(string argument) => _arguments.ContainsKey(argument);

    public string Word(string argument, string otherwise) => _arguments.TryGetValue(argument, out var value) ? value.ToString() : otherwise;

    public IEnumerable<string> Words(string argument) => _arguments.TryGetValue(argument, out var values) ? values.OfType<string>() : [];

    /// <exception cref="FormatException">The argument is no whole number.</exception>
    public int? Number(string argument)
    {
        if (!_arguments.TryGetValue(argument, out var value))
            return null;
        return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException($"The argument '{argument}' of '{Name}' is a whole number from 0, not '{value}'.");
    }

    public int Number(string argument, int otherwise) => Number(argument) ?? otherwise;

    /// <exception cref="FormatException">An argument has another name.</exception>
    public void CheckArguments(IReadOnlyCollection<string> known, IReadOnlyCollection<string>? ignored = null)
    {
        foreach (var argument in _arguments.Keys)
        {
            if (!known.Contains(argument) && ignored?.Contains(argument) != true)
                throw new FormatException($"'{Name}' has no argument '{argument}'. It takes: {string.Join(", ", known)}.");
        }
    }
}
