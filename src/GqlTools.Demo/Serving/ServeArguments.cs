using System.Globalization;
using System.Text.Json;
using GqlTools.Language.Execution;

namespace GqlTools.Demo.Serving;

/// <summary>The command line of <c>serve</c>.</summary>
internal sealed record ServeArguments(DemoServerOptions Options, bool UntilStandardInputCloses)
{
    public const string Usage = """
        serve                 serves until Ctrl+C; its first line of output is JSON with the URIs
          --https-port N      port of the TLS endpoint, HTTP/2 and HTTP/1.1 (default: any free port)
          --port N            port of the cleartext HTTP/1.1 endpoint (default: any free port)
          --h2c-port N        port of the cleartext HTTP/2 endpoint (default: any free port)
          --unix-socket PATH  listens there as well, HTTP/1.1
          --products N        how many products the shop has (default: 10000)
          --max-streams N     streams a client may open on one HTTP/2 connection (default: 100)
          --fault TEXT        a fault for every request, such as "delay?milliseconds=20"
          --throttle TEXT     what clients may ask, such as "github?points=1000&seconds=2"
          --max-page-size N   the largest page of a connection (default: 1000)
          --batching          answers a JSON array of requests
          --max-batch-size N  the most requests of such an array (default: 1000)
          --older-incremental  delivers parts over WebSockets and server-sent events in the form of 2022-08-24
          --no-persisted-queries  answers requests by hash with PersistedQueryNotSupported
          --persisted-documents PATH  a JSON object of ids and documents that may be asked for by documentId
          --max-uri-length N  the longest target of a GET, in characters (default: 4096)
          --require-preflight  refuses GETs and uploads without a header field that shows they are no cross-site forgery
          --no-introspection  refuses __schema and __type
          --client-certificate  asks clients for a certificate
          --until-stdin-closes  ends when its standard input does, too
        """;

    /// <exception cref="FormatException">An argument is unknown, or its value is missing or no number.</exception>
    public static ServeArguments Parse(IEnumerable<string> arguments)
    {
        var options = new DemoServerOptions();
        var untilInputCloses = false;
        var rest = new Queue<string>(arguments);
        while (rest.TryDequeue(out var name))
        {
            switch (name)
            {
                case "--https-port":
                    options = options with { HttpsPort = Number() };
                    break;
                case "--port":
                    options = options with { HttpPort = Number() };
                    break;
                case "--h2c-port":
                    options = options with { H2cPort = Number() };
                    break;
                case "--unix-socket":
                    options = options with { UnixSocketPath = Value() };
                    break;
                case "--products":
                    options = options with { ProductCount = Number() };
                    break;
                case "--max-streams":
                    options = options with { MaxStreamsPerConnection = Number() };
                    break;
                case "--fault":
                    options = options with { Fault = Value() };
                    break;
                case "--batching":
                    options = options with { AllowBatching = true };
                    break;
                case "--max-batch-size":
                    options = options with { MaximumBatchSize = Number() };
                    break;
                case "--throttle":
                    options = options with { Throttle = Value() };
                    break;
                case "--max-page-size":
                    options = options with { MaximumPageSize = Number() };
                    break;
                case "--older-incremental":
                    options = options with { EventIncrementalFormat = IncrementalFormat.Defer20220824 };
                    break;
                case "--no-persisted-queries":
                    options = options with { AllowPersistedQueries = false };
                    break;
                case "--persisted-documents":
                    options = options with { PersistedDocuments = ReadDocuments(Value()) };
                    break;
                case "--max-uri-length":
                    options = options with { MaximumUriLength = Number() };
                    break;
                case "--require-preflight":
                    options = options with { RequirePreflight = true };
                    break;
                case "--no-introspection":
                    options = options with { AllowIntrospection = false };
                    break;
                case "--client-certificate":
                    options = options with { RequestClientCertificate = true };
                    break;
                case "--until-stdin-closes":
                    untilInputCloses = true;
                    break;
                default:
                    throw new FormatException($"'serve' has no argument '{name}'. It takes:{Environment.NewLine}{Usage}");
            }

            string Value() => rest.TryDequeue(out var value) ? value : throw new FormatException($"'{name}' needs a value after it.");

            int Number() => Value() is var text && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw new FormatException($"'{name}' takes a whole number from 0, not '{text}'.");
        }

        return new ServeArguments(options, untilInputCloses);
    }

    private static Dictionary<string, string> ReadDocuments(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return JsonSerializer.Deserialize<Dictionary<string, string>>(file) ?? [];
        }
        catch (JsonException error)
        {
            throw new FormatException($"'{path}' is no JSON object of ids and documents: {error.Message}");
        }
    }
}
