namespace GqlTools.Demo.Faults;

/// <summary>One fault with its arguments, as written in <c>answer?status=503&amp;first=2</c>.</summary>
internal sealed class FaultCall
{
    // A fault's path takes GraphQL's own GET parameters beside the fault's arguments.
    private static readonly string[] GraphQLParameters = ["query", "operationName", "variables", "extensions"];

    // Said of any fault: which of the requests that reach it meet it.
    private const string FirstArgument = "first";
    private const string SkipArgument = "skip";
    private const string EveryArgument = "every";
    private static readonly string[] Selectors = [FirstArgument, SkipArgument, EveryArgument];

    private readonly CallText _call;

    private FaultCall(Fault fault, CallText call)
    {
        Fault = fault;
        _call = call;
    }

    public Fault Fault { get; }

    /// <summary>The call as it was written; requests are counted by it.</summary>
    public string Text => _call.Text;

    /// <summary>Whether the call says which requests meet it, and so has to count them.</summary>
    public bool IsSelective => Selectors.Any(_call.Has);

    public static FaultCall Parse(string text)
    {
        var call = CallText.Parse(text);
        if (!FaultTable.ByName.TryGetValue(call.Name, out var fault))
            throw new FormatException($"'{call.Name}' is no fault of the demo server. There are: {string.Join(", ", FaultTable.ByName.Keys.Order())}.");
        call.CheckArguments([.. fault.Arguments, .. Selectors], GraphQLParameters);
        return new FaultCall(fault, call);
    }

    public bool Meets(int requestNumber)
    {
        var number = requestNumber - Number(SkipArgument, 0);
        return number > 0 && number <= Number(FirstArgument, int.MaxValue) && number % Number(EveryArgument, 1) == 0;
    }

    public string Word(string argument, string otherwise) => _call.Word(argument, otherwise);

    public IEnumerable<string> Words(string argument) => _call.Words(argument);

    public int? Number(string argument) => _call.Number(argument);

    public int Number(string argument, int otherwise) => _call.Number(argument, otherwise);
}
