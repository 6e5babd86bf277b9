using System.Text.Json;
using GqlTools.Language.Execution;

namespace GqlTools.Demo.Http;

/// <summary>What became of a request, ready to be written.</summary>
internal readonly record struct GraphQLOutcome(OutcomeKind Kind, ExecutionResult Result)
{
    public void Write(Utf8JsonWriter writer) => Result.WriteTo(writer);
}
