using GqlTools.Client.Failures;
using GqlTools.Client.Requests;
using GqlTools.Client.Responses;

namespace GqlTools.Client.Operations;

/// <summary>What became of a request: an answer or a failure, never both.</summary>
/// <typeparam name="T">What <c>data</c> became.</typeparam>
/// <param name="Request">The request.</param>
/// <param name="Response">Its answer, be it one with GraphQL errors.</param>
/// <param name="Failure">What kept an answer from coming.</param>
public readonly record struct RequestOutcome<T>(GqlRequest Request, GqlResponse<T>? Response, GqlException? Failure);
