using System.Buffers;
using System.Text.Json;
using GqlTools.Demo.Http;

namespace GqlTools.Demo.Streaming.Answers;

/// <summary>Subscriptions over multipart HTTP as Apollo's router answers them (subscriptionSpec=1.0).</summary>
internal sealed class MultipartSubscriptionFormat(StreamScript script) : IStreamFormat
{
    private const string UsualBoundary = "graphql";

    private readonly MultipartBody _parts = new(script.Boundary ?? UsualBoundary, script.IsBoundaryQuoted);

    public string ContentType => _parts.ContentType("subscriptionSpec=1.0");

    public bool AnswersRefusalsPlainly => true;

    public void Write(IBufferWriter<byte> body, GraphQLOutcome outcome) => _parts.WritePart(body, writer =>
    {
        writer.WriteStartObject();
        writer.WritePropertyName("payload"u8);
        if (outcome.EndsOperation)
        {
            writer.WriteNullValue();
            writer.WritePropertyName("errors"u8);
            outcome.WriteErrors(writer);
        }
        else
        {
            outcome.Write(writer);
        }

        writer.WriteEndObject();
    });

    public void KeepAlive(IBufferWriter<byte> body) => _parts.WritePart(body, static writer =>
    {
        writer.WriteStartObject();
        writer.WriteEndObject();
    });

    public void End(IBufferWriter<byte> body) => _parts.End(body);
}
