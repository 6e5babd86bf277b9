using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using GqlTools.Client.Responses;
using GqlTools.Client.Streaming;
using GqlTools.Client.Streaming.Incremental;
using GqlTools.Client.Streaming.Multipart;
using GqlTools.Client.Streaming.ServerSentEvents;
using GqlTools.Client.Streaming.WebSockets;

namespace GqlTools.Benchmarks;

/// <summary>
/// What streams, without sockets, on one thread: messages of graphql-transport-ws, server-sent events and multipart parts decoded a second, and whether merging
/// an incrementally delivered answer costs what its parts cost. Figures are those of the fastest of several turns, as a busy machine only slows.
/// </summary>
internal static class StreamingBenchmark
{
    private const int Turns = 7;
    private const int Messages = 500_000;
    private const int Subscriptions = 1_000;
    private const int FrameBytes = 16 * 1024;
    private const int MergeParts = 5_000;
    private const int MergeFactor = 10;

    private const double LeastMessagesPerSecond = 500_000;

    // Ten times the parts may take ten times as long, and as much again for caches that are too small for them.
    private const double MostMergeRatio = 2 * MergeFactor;

    /// <summary>Runs the benchmark and prints one line for each figure.</summary>
    /// <returns>0, or 1 where a goal is missed.</returns>
    public static int Run()
    {
        var isGood = true;
        var next = Measure(Messages, () => DecodeNext(readAnswers: false));
        Print($"graphql-transport-ws 'next', {Subscriptions:N0} subscriptions: {next.Rate:N0}/s, {next.Bytes:F0} bytes allocated each (goal: at least {LeastMessagesPerSecond:N0}/s)");
        isGood &= next.Rate >= LeastMessagesPerSecond;
        var answers = Measure(Messages, () => DecodeNext(readAnswers: true));
        Print($"  and their answers read to JSON documents: {answers.Rate:N0}/s, {answers.Bytes:F0} bytes allocated each");

        var sse = Repeat("event: next\ndata: {\"data\":{\"tick\":12345,\"text\":\"some words\"}}\n\n");
        var events = Measure(Messages, () => DecodeEvents(sse));
        Print($"server-sent events: {events.Rate:N0}/s, {events.Rate * sse.Length / Messages / 1e6:F0} MB/s, {events.Bytes:F0} bytes allocated each");

        var multipart = Repeat("\r\n---\r\nContent-Type: application/json\r\n\r\n{\"payload\":{\"data\":{\"tick\":12345,\"text\":\"some words\"}}}");
        var parts = Measure(Messages, () => DecodeParts(multipart));
        Print($"multipart subscription parts: {parts.Rate:N0}/s, {parts.Rate * multipart.Length / Messages / 1e6:F0} MB/s, {parts.Bytes:F0} bytes allocated each");

        isGood &= ReportMerge("@defer, a part for each object of a list", DeferredMessages);
        isGood &= ReportMerge("@stream, a part for each item of a list", StreamedMessages);
        return isGood ? 0 : 1;
    }

    private static bool ReportMerge(string what, Func<int, byte[][]> messages)
    {
        var small = messages(MergeParts);
        var large = messages(MergeParts * MergeFactor);
        var once = Measure(MergeParts, () => Merge(small));
        var tenfold = Measure(MergeParts * MergeFactor, () => Merge(large));
        var ratio = tenfold.Seconds / once.Seconds;
        Print($"{what}: {MergeParts:N0} parts {once.Seconds * 1000:F1} ms, {MergeParts * MergeFactor:N0} parts {tenfold.Seconds * 1000:F1} ms: {ratio:F1} times as long (goal: linear, at most {MostMergeRatio:F0}), {tenfold.Rate:N0} parts/s");
        return ratio <= MostMergeRatio;
    }

    private static int DecodeNext(bool readAnswers)
    {
        var protocol = new GraphQLTransportWsProtocol(AnswerLimits.Default.MaximumDepth);
        var reply = new ArrayBufferWriter<byte>();
        protocol.WriteOpen(reply, []);
        protocol.Read("""{"type":"connection_ack"}"""u8.ToArray(), reply);
        var messages = new byte[Subscriptions][];
        for (var id = 1; id <= Subscriptions; id++)
        {
            protocol.WriteSubscribe(reply, id, "{}"u8);
            messages[id - 1] = Encoding.UTF8.GetBytes($$"""{"id":"{{id}}","type":"next","payload":{"data":{"tick":"number {{id}}"} } }""");
        }

        using var reader = new SocketMessageReader(AnswerLimits.Default.MaximumBytes);
        var count = 0;
        for (var number = 0; number < Messages; number++)
        {
            var sent = messages[number % Subscriptions];
            sent.CopyTo(reader.GetBuffer());
            reader.Advance(sent.Length, WebSocketMessageType.Text, endOfMessage: true, out var message);
            var received = protocol.Read(message, reply);
            if (received.Kind == StreamEventKind.Next) count++;
            if (!readAnswers) continue;
            using var answer = new AnswerReader<JsonDocument>(JsonDocumentReader.Instance, AnswerLimits.Default);
            answer.ReadWhole(received.Payload.Span).Data!.Dispose();
        }

        return count;
    }

    private static int DecodeEvents(byte[] stream)
    {
        var protocol = new GraphQLSseProtocol(GraphQLSseMode.DistinctConnections, AnswerLimits.Default.MaximumDepth);
        protocol.Begin(1);
        using var reader = new ServerSentEventReader(AnswerLimits.Default.MaximumBytes);
        var count = 0;
        for (var rest = stream.AsSpan(); rest.Length > 0;)
        {
            var taken = Fill(reader.GetBuffer(), rest);
            reader.Advance(taken);
            rest = rest[taken..];
            while (reader.TryRead(out var read))
            {
                if (protocol.Read(read).Kind == StreamEventKind.Next) count++;
            }
        }

        return count;
    }

    private static int DecodeParts(byte[] stream)
    {
        var protocol = new MultipartSubscriptionProtocol(1, AnswerLimits.Default.MaximumDepth);
        using var reader = new MultipartJsonReader("-", AnswerLimits.Default.MaximumBytes);
        var count = 0;
        // The last part has no delimiter behind it.
        for (var rest = stream.Concat("\r\n---"u8.ToArray()).ToArray().AsSpan(); rest.Length > 0;)
        {
            var taken = Fill(reader.GetBuffer(), rest);
            reader.Advance(taken);
            rest = rest[taken..];
            while (reader.TryRead(out var part))
            {
                if (protocol.Read(part).Kind == StreamEventKind.Next) count++;
            }
        }

        return count;
    }

    private static int Merge(byte[][] messages)
    {
        var reader = new IncrementalReader(AnswerLimits.Default);
        var merge = new IncrementalMerge(AnswerLimits.Default);
        foreach (var message in messages)
        {
            foreach (var part in reader.Read(message)) merge.Add(part);
        }

        using var data = merge.ToAnswer(JsonDocumentReader.Instance).Data;
        return data!.RootElement.GetProperty("list").GetArrayLength();
    }

    private static byte[][] DeferredMessages(int parts) =>
    [
        Encoding.UTF8.GetBytes($$$"""{"data":{"list":[{{{string.Join(',', Enumerable.Range(0, parts).Select(number => $$"""{"id":{{number}}}"""))}}}]},"hasNext":true}"""),
        .. Enumerable.Range(0, parts).Select(number => Encoding.UTF8.GetBytes(
            $$$"""{"incremental":[{"path":["list",{{{number}}}],"label":"slow","data":{"name":"number {{{number}}}","price":{{{number}}}.50}}],"hasNext":{{{(number < parts - 1 ? "true" : "false")}}}}""")),
    ];

    private static byte[][] StreamedMessages(int parts) =>
    [
        """{"data":{"list":[]},"pending":[{"id":"0","path":["list"]}],"hasNext":true}"""u8.ToArray(),
        .. Enumerable.Range(0, parts).Select(number => Encoding.UTF8.GetBytes(
            $$$"""{"incremental":[{"id":"0","items":[{"name":"number {{{number}}}","price":{{{number}}}.50}]}],"hasNext":{{{(number < parts - 1 ? "true" : "false")}}}}""")),
    ];

    private static byte[] Repeat(string text) => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(text, Messages)));

    private static int Fill(Memory<byte> buffer, ReadOnlySpan<byte> rest)
    {
        var count = Math.Min(Math.Min(buffer.Length, rest.Length), FrameBytes);
        rest[..count].CopyTo(buffer.Span);
        return count;
    }

    private static Figure Measure(int operations, Func<int> turn)
    {
        var fastest = double.MaxValue;
        var allocated = 0L;
        for (var number = 0; number < Turns; number++)
        {
            GC.Collect();
            var before = GC.GetAllocatedBytesForCurrentThread();
            var started = Stopwatch.GetTimestamp();
            var count = turn();
            fastest = Math.Min(fastest, Stopwatch.GetElapsedTime(started).TotalSeconds);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            if (count != operations) throw new InvalidOperationException($"{count} of {operations} arrived.");
        }

        return new Figure(operations / fastest, fastest, (double)allocated / operations);
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private readonly record struct Figure(double Rate, double Seconds, double Bytes);
}
