namespace GqlTools.Demo.Throttling;

// Overview
// A throttle is what an API allows its clients. ThrottleGate holds the one that is in force and leads each request through it:
//   Enter    before anything else (faults included, so that a delayed request counts as running): may one more run at this time?
//   Charge   once the request is read and its price known, before it is executed: may this much be asked now? Sets header fields.
//   Settle   after each operation of it: gives back what it did not use, and what its answer says about it in 'extensions'.
// Each implementation locks its own few numbers; nothing is awaited under a lock.

/// <summary>One style of limiting clients.</summary>
internal interface IThrottle
{
    /// <summary>How many requests may run at one time.</summary>
    int MaximumConcurrency { get; }

    /// <summary>The answer to a request beyond <see cref="MaximumConcurrency"/>.</summary>
    ThrottleRefusal RefuseConcurrency(IHeaderDictionary headers);

    /// <summary>Takes what a request costs, or refuses it; says how things stand in the header fields of its answer.</summary>
    ThrottleRefusal? Charge(RequestPrice price, IHeaderDictionary headers);

    /// <inheritdoc cref="Charge"/>
    /// <exception cref="RequestThrottledException">The request is refused.</exception>
    void ChargeOrThrow(RequestPrice price, IHeaderDictionary headers)
    {
        if (Charge(price, headers) is { } refusal)
            throw new RequestThrottledException(refusal);
    }

    /// <summary>Corrects the charge for one operation that has run.</summary>
    /// <param name="price">What was charged for it.</param>
    /// <param name="objects">How many objects its answer holds.</param>
    /// <returns>What was charged in the end, and more entries for the answer's <c>extensions</c>; null for none.</returns>
    (long Points, IReadOnlyDictionary<string, object?>? Extensions) Settle(RequestPrice price, long objects);

    /// <summary>How long the limit makes a client wait that asks for so many points from now on and loses no time by itself.</summary>
    TimeSpan TimeFor(long points);
}
