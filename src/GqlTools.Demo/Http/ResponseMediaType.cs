namespace GqlTools.Demo.Http;

/// <summary>The two media types of an answer (GraphQL over HTTP, section Media Types).</summary>
internal enum ResponseMediaType
{
    GraphQLResponse,
    Json,
}
