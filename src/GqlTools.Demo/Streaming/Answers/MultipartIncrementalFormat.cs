using System.Buffers;
using GqlTools.Demo.Http;
using GqlTools.Language.Execution;

namespace GqlTools.Demo.Streaming.Answers;

/// <summary>The parts of a response that is delivered incrementally, as multipart/mixed (the RFC of incremental delivery over HTTP).</summary>
internal sealed class MultipartIncrementalFormat(StreamScript script, IncrementalFormat format) : IStreamFormat
{
    private const string UsualBoundary = "-";

    private readonly MultipartBody _parts = new(script.Boundary ?? UsualBoundary, script.IsBoundaryQuoted);

    public string ContentType => _parts.ContentType(format == IncrementalFormat.IncrementalV02 ? "incrementalSpec=v0.2" : "deferSpec=20220824");

    public bool AnswersRefusalsPlainly => false;

    public void Write(IBufferWriter<byte> body, GraphQLOutcome outcome) => _parts.WritePart(body, outcome.Write);

    public void KeepAlive(IBufferWriter<byte> body)
    {
        // Nothing says so in these formats.
    }

    public void End(IBufferWriter<byte> body) => _parts.End(body);
}
