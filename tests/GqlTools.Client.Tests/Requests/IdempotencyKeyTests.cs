using System.Text;
using System.Text.Json;
using GqlTools.Client.Failures;
using GqlTools.Client.Requests;
using GqlTools.Client.Sessions;

namespace GqlTools.Client.Tests.Requests;

public sealed class IdempotencyKeyTests
{
    [Theory]
    [InlineData("mutation($i: I!) { pay(input: $i) { id } }", """{"i":{"a":1.50}}""", """{"i":{"a":1.50,"clientMutationId":"k"}}""")]
    [InlineData("mutation($i: I!) { pay(input: $i) { id } }", """{"i":{"clientMutationId":"own"}}""", """{"i":{"clientMutationId":"own"}}""")]
    [InlineData("mutation { pay(input: { a: 1 }) { id } }", "", """{"clientMutationId":"k"}""", "mutation($clientMutationId: String) { pay(input: { a: 1, clientMutationId: $clientMutationId }) { id } }")]
    [InlineData("mutation($clientMutationId: Int) { pay(input: { a: $clientMutationId }) { id } }", """{"clientMutationId":7}""", """{"clientMutationId":7,"clientMutationId2":"k"}""", "mutation($clientMutationId: Int, $clientMutationId2: String) { pay(input: { a: $clientMutationId, clientMutationId: $clientMutationId2 }) { id } }")]
    [InlineData("mutation($own: String) { pay(input: { clientMutationId: $own }) { id } }", "", """{"own":"k"}""")]
    [InlineData("mutation { pay(input: { clientMutationId: \"own\" }) { id } }", "", "")]
    public void The_key_goes_as_the_inputs_clientMutationId(string document, string variables, string expectedVariables, string? expectedDocument = null) =>
        AssertPrepared(IdempotencyKeyPlace.ClientMutationId, document, variables, expectedVariables, expectedDocument);

    [Theory]
    [InlineData("mutation P($a: Int) { pay(a: $a) { id } }", """{"a":1}""", """{"a":1,"idempotencyKey":"k"}""", "mutation P($a: Int, $idempotencyKey: String!) { pay(a: $a) @idempotent(key: $idempotencyKey) { id } }")]
    [InlineData("mutation { pay @idempotent(key: \"own\") { id } }", "", "")]
    [InlineData("{ hello }", "", "")]
    public void The_key_goes_as_a_directive_of_the_mutations_field(string document, string variables, string expectedVariables, string? expectedDocument = null) =>
        AssertPrepared(IdempotencyKeyPlace.Directive, document, variables, expectedVariables, expectedDocument);

    [Theory]
    [InlineData(IdempotencyKeyPlace.Directive, "mutation { a b }", "", FailureKind.OperationUnsupported)]
    [InlineData(IdempotencyKeyPlace.Directive, "mutation { ...F } fragment F on Mutation { a }", "", FailureKind.OperationUnsupported)]
    [InlineData(IdempotencyKeyPlace.ClientMutationId, "mutation { a }", "", FailureKind.OperationUnsupported)]
    [InlineData(IdempotencyKeyPlace.ClientMutationId, "mutation($i: I) { a(input: $i) }", """{"i":5}""", FailureKind.VariablesInvalid)]
    [InlineData(IdempotencyKeyPlace.ClientMutationId, "mutation($i: I) { a(input: $i) }", "[", FailureKind.VariablesInvalid)]
    public async Task A_mutation_without_a_place_for_its_key_is_not_sent(IdempotencyKeyPlace place, string document, string variables, FailureKind expected)
    {
        await using var session = SessionFor(place);

        Assert.Equal(expected, Assert.Throws<GqlException>(() => session.Prepare(Request(document, variables))).Kind);
    }

    private static void AssertPrepared(IdempotencyKeyPlace place, string document, string variables, string expectedVariables, string? expectedDocument)
    {
        var session = SessionFor(place);

        using var body = JsonDocument.Parse(session.Prepare(Request(document, variables)).Body);

        var root = body.RootElement;
        Assert.Equal(expectedVariables, root.TryGetProperty("variables", out var sent) ? sent.GetRawText() : "");
        Assert.Equal(Minified(expectedDocument ?? document), Minified(root.GetProperty("query").GetString()!));
    }

    private static string Minified(string document) => Language.Syntax.Printer.Minify(document);

    private static GqlRequest Request(string document, string variables) =>
        new(document) { Variables = Encoding.UTF8.GetBytes(variables), IdempotencyKey = "k" };

    private static GqlSession SessionFor(IdempotencyKeyPlace place) =>
        new(new GqlSessionOptions(new Uri("http://localhost/graphql")) { IdempotencyKeyIn = place });
}
