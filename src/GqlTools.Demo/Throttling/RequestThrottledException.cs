namespace GqlTools.Demo.Throttling;

/// <summary>A request that a limit turns away once it is read.</summary>
internal sealed class RequestThrottledException(ThrottleRefusal refusal) : Exception
{
    public ThrottleRefusal Refusal => refusal;
}
