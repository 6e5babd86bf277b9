using System.Buffers;
using GqlTools.Demo.Http;

namespace GqlTools.Demo.Streaming.Answers;

/// <summary>How outcomes are put one after another into the body of one HTTP answer.</summary>
internal interface IStreamFormat
{
    string ContentType { get; }

    /// <summary>Whether an operation that cannot begin is answered as if it were not to stream.</summary>
    bool AnswersRefusalsPlainly { get; }

    void Write(IBufferWriter<byte> body, GraphQLOutcome outcome);

    /// <summary>Shows that the stream lives.</summary>
    void KeepAlive(IBufferWriter<byte> body);

    void End(IBufferWriter<byte> body);
}
