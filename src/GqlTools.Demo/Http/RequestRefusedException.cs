namespace GqlTools.Demo.Http;

/// <summary>A request that cannot be answered by executing it; carries the HTTP status that says why.</summary>
internal sealed class RequestRefusedException(int status, string message) : Exception(message)
{
    public int Status => status;
}
