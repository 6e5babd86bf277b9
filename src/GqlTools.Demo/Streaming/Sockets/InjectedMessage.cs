using System.Net.WebSockets;
using System.Text;

namespace GqlTools.Demo.Streaming.Sockets;

/// <summary>A message that no protocol foresees.</summary>
internal sealed record InjectedMessage(WebSocketMessageType Type, byte[] Bytes)
{
    private static readonly Dictionary<string, InjectedMessage> Known = new()
    {
        ["unknown-type"] = Text("""{"type":"gossip","payload":{"said":"nothing"}}"""),
        ["unknown-id"] = Text("""{"type":"next","id":"nobody","payload":{"data":null}}"""),
        ["no-id"] = Text("""{"type":"next","payload":{"data":null}}"""),
        ["no-type"] = Text("""{"id":"1"}"""),
        ["not-json"] = Text("""{"type":"""),
        ["array"] = Text("[]"),
        ["empty"] = Text(""),
        ["ack"] = Text("""{"type":"connection_ack"}"""),
        ["binary"] = new(WebSocketMessageType.Binary, [0, 1, 2, 3, 255]),
    };

    public static IEnumerable<string> Names => Known.Keys;

    public static InjectedMessage Named(string name) => Known[name];

    private static InjectedMessage Text(string text) => new(WebSocketMessageType.Text, Encoding.UTF8.GetBytes(text));
}
