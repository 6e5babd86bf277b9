using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using GqlTools.Client.Operations;
using GqlTools.Client.Sessions;
using GqlTools.Language.Syntax;

namespace GqlTools.Client.Checkpoints;

/// <summary>
/// What a checkpoint is of. A run continues only what is the same in all of this: with another document or endpoint, what is left to do would be the rest
/// of something else. Texts that may hold a secret stand here as SHA-256 alone.
/// </summary>
public sealed record CheckpointSubject
{
    /// <summary>What is being counted: the inputs of a pipeline, or the items of a walk over pages.</summary>
    public required CheckpointKind Kind { get; init; }

    /// <summary>The endpoint as errors show it.</summary>
    public required string Endpoint { get; init; }

    /// <summary>SHA-256 of the whole endpoint, whose query may choose a tenant.</summary>
    public required string EndpointHash { get; init; }

    /// <summary>SHA-256 of the document, printed: comments and layout do not count.</summary>
    public required string DocumentHash { get; init; }

    /// <summary>The operation's name; null for an anonymous one.</summary>
    public string? OperationName { get; init; }

    /// <summary>SHA-256 of the variables that all requests share.</summary>
    public required string VariablesHash { get; init; }

    /// <summary>What names an input, or what counts as an item of a walk; null for the inputs themselves.</summary>
    public string? Unit { get; init; }

    /// <summary>The subject of work on a session.</summary>
    /// <param name="kind">What is being counted.</param>
    /// <param name="session">Where the requests go.</param>
    /// <param name="document">Their document.</param>
    /// <param name="operation">The operation that runs.</param>
    /// <param name="sharedVariables">The variables that all requests share, as JSON in UTF-8; empty for none.</param>
    /// <param name="unit">What names an input, or what counts as an item of a walk.</param>
    public static CheckpointSubject Of(
        CheckpointKind kind, GqlSession session, GqlDocument document, GqlOperation operation, ReadOnlySpan<byte> sharedVariables, string? unit) => new()
    {
        Kind = kind,
        Endpoint = session.Options.EndpointText,
        EndpointHash = Hash(Encoding.UTF8.GetBytes(session.Endpoint.AbsoluteUri)),
        DocumentHash = Hash(Encoding.UTF8.GetBytes(Printer.Print(document.Syntax))),
        OperationName = operation.Name,
        VariablesHash = Hash(sharedVariables),
        Unit = unit,
    };

    /// <summary>What is other in this subject than in <paramref name="earlier"/>, in words; empty where they are the same.</summary>
    /// <param name="earlier">The subject that a file was begun with.</param>
    public IReadOnlyList<string> DifferencesFrom(CheckpointSubject earlier)
    {
        if (Kind != earlier.Kind) return [$"it is of {Describe(earlier.Kind)}, and this is {Describe(Kind)}"];
        var differences = new List<string>();
        if (EndpointHash != earlier.EndpointHash)
            differences.Add(Endpoint == earlier.Endpoint ? "the query of the endpoint's URI is another" : $"the endpoint was {earlier.Endpoint} and is {Endpoint}");
        if (DocumentHash != earlier.DocumentHash) differences.Add("the document has changed");
        if (OperationName != earlier.OperationName) differences.Add($"the operation was {Name(earlier.OperationName)} and is {Name(OperationName)}");
        if (VariablesHash != earlier.VariablesHash) differences.Add("the variables have changed");
        if (Unit != earlier.Unit)
        {
            differences.Add(Kind == CheckpointKind.Inputs
                ? $"the inputs' key was {Name(earlier.Unit)} and is {Name(Unit)}"
                : $"it counts {earlier.Unit} and this run writes {Unit}");
        }

        return differences;
    }

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexString(SHA256.HashData(bytes));

    private static string Name(string? name) => name is null ? "none" : $"'{name}'";

    private static string Describe(CheckpointKind kind) => kind == CheckpointKind.Inputs ? "pipeline input" : "a walk over pages";
}

/// <summary>Writes and reads the subject as a checkpoint's first line.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(CheckpointSubject))]
internal sealed partial class CheckpointSubjectJson : JsonSerializerContext;
