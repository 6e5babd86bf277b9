using System.Diagnostics;
using System.Globalization;

namespace GqlTools.Demo.MainJob;

/// <summary>Shows a running job: one line that changes on a terminal, a line now and then elsewhere, and the table at the end.</summary>
internal sealed class JobDisplay(TextWriter output, bool isTerminal)
{
    private const int PlainLines = 4; // a mode, where the output goes to a file
    private static readonly TimeSpan TerminalPace = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly Stopwatch _sinceShown = Stopwatch.StartNew();
    private string _mode = "";
    private int _linesShown;

    /// <summary>Shows how far a mode has come. May be called for each answer, from any thread.</summary>
    public void Show(string mode, int done, int total)
    {
        lock (_lock)
        {
            if (mode != _mode)
            {
                _mode = mode;
                _linesShown = 0;
            }

            if (isTerminal)
            {
                if (done < total && _sinceShown.Elapsed < TerminalPace)
                    return;
                _sinceShown.Restart();
                output.Write($"\r{Line(mode, done, total)}");
                if (done >= total)
                    output.WriteLine();
            }
            else if (done * PlainLines >= (_linesShown + 1) * total)
            {
                _linesShown = done * PlainLines / total;
                output.WriteLine(Line(mode, done, total));
            }
        }
    }

    public void Say(string text) => output.WriteLine(text);

    public void Table(IReadOnlyList<JobResult> results)
    {
        output.WriteLine();
        Row("mode", "requests", "seconds", "requests/s", "connections", "errors");
        Row("----", "--------", "-------", "----------", "-----------", "------");
        foreach (var result in results)
        {
            Row(
                result.Mode,
                Text($"{result.Requests}"),
                Text($"{result.Seconds:0.00}"),
                Text($"{result.RequestsPerSecond:0}"),
                Text($"{result.ConnectionsOpened}"),
                Text($"{result.Errors}"));
        }
    }

    private static string Line(string mode, int done, int total) => Text($"{mode,-32} {done,6} of {total}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private void Row(string mode, string requests, string seconds, string rate, string connections, string errors) =>
        output.WriteLine($"{mode,-32} {requests,9} {seconds,9} {rate,11} {connections,12} {errors,7}");
}
