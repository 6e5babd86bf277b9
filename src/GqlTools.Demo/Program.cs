using GqlTools.Demo.MainJob;
using GqlTools.Demo.Serving;

namespace GqlTools.Demo;

internal static class Program
{
    private const string Usage = $"""
        The GqlTools demo.

        (nothing)             starts a server and sends it a thousand queries, three ways
        {ServeArguments.Usage}
        """;

    private static async Task<int> Main(string[] arguments)
    {
        try
        {
            switch (arguments)
            {
                case []:
                    return await MainJobCommand.RunAsync();
                case ["serve", .. var rest]:
                    return await ServeCommand.RunAsync(ServeArguments.Parse(rest));
                case ["--help" or "-h" or "help"]:
                    Console.WriteLine(Usage);
                    return 0;
                default:
                    throw new FormatException($"'{arguments[0]}' is nothing the demo can do.{Environment.NewLine}{Usage}");
            }
        }
        catch (Exception error) when (error is FormatException or IOException or InvalidOperationException)
        {
            await Console.Error.WriteLineAsync(error.Message);
            return 2;
        }
    }
}
