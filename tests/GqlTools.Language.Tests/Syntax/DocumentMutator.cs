using System.Text;

namespace GqlTools.Language.Tests.Syntax;

/// <summary>Damages documents in random ways: the same ones for the same seed.</summary>
internal sealed class DocumentMutator(int seed)
{
    private const int MaximumSlice = 30;
    private const int MaximumRepeat = 500;

    private static readonly string[] Fragments =
    [
        "{", "}", "(", ")", "[", "]", "!", "$", "&", "...", "..", ".", ":", "=", "@", "|", "\"", "\"\"\"", "\\", "\\u", "\\u{", "\\uD83D", "#", "\0", "\uFEFF", "\uD83D", "\uDE00",
        "\U0001F600", "\u2028", "\n", "\r", "-", "0", "00", "1.", "1e", "9999999999", "on", "query", "extend", "\"\" type", "true", "'", "%", "\u007F", "\t", " ",
    ];

    private readonly Random _random = new(seed);

    /// <summary>A damaged copy.</summary>
    /// <param name="text">The document to damage.</param>
    /// <param name="other">Another document, to take parts from.</param>
    public string Mutate(string text, string other)
    {
        var damaged = new StringBuilder(text);
        for (var i = _random.Next(1, 5); i > 0; i--)
        {
            var at = _random.Next(damaged.Length + 1);
            var length = Math.Min(_random.Next(MaximumSlice), damaged.Length - at);
            switch (_random.Next(7))
            {
                case 0:
                    damaged.Remove(at, length);
                    break;
                case 1:
                    damaged.Insert(at, damaged.ToString(at, length));
                    break;
                case 2:
                    damaged.Insert(at, Fragments[_random.Next(Fragments.Length)]);
                    break;
                case 3:
                    var from = _random.Next(other.Length + 1);
                    damaged.Insert(at, other.AsSpan(from, Math.Min(_random.Next(MaximumSlice), other.Length - from)));
                    break;
                case 4 when at < damaged.Length:
                    damaged[at] = (char)_random.Next(char.MaxValue + 1);
                    break;
                case 5 when _random.Next(10) == 0:
                    damaged.Insert(at, Fragments[_random.Next(Fragments.Length)], _random.Next(MaximumRepeat));
                    break;
                case 6:
                    damaged.Length = at;
                    break;
            }
        }

        return damaged.ToString();
    }
}
