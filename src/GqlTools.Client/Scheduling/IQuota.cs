namespace GqlTools.Client.Scheduling;

/// <summary>
/// What is known of one limit of the server. What is in flight is reserved, so that all of it together never overdraws, whatever order the answers
/// come in. Used under the scheduler's lock.
/// </summary>
internal interface IQuota
{
    /// <summary>The limit's name, where the server has several.</summary>
    string Name { get; }

    /// <summary>What it counts.</summary>
    RateLimitUnit Unit { get; }

    /// <summary>How long until <paramref name="price"/> is there; zero where it is now, infinite where only an answer can tell.</summary>
    TimeSpan WaitFor(double price, TimeSpan now);

    /// <summary>Sets aside the price of an attempt that goes now.</summary>
    void Reserve(double price, TimeSpan now);

    /// <summary>Takes back what was set aside for an attempt that has ended, and learns from its answer.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="price">What was set aside.</param>
    /// <param name="charged">What it cost; 0 for one that was not carried out, null where nobody said.</param>
    /// <param name="reading">What its answer says of this limit; null where it says nothing.</param>
    /// <param name="settledSince">
    /// The cost of what came back between this attempt's admission and its end, and may not be in the reading.
    /// </param>
    /// <param name="now">The scheduler's time.</param>
    void Settle(in Admission attempt, double price, double? charged, in QuotaReading? reading, double settledSince, TimeSpan now);

    /// <summary>How it stands.</summary>
    RateLimitStatus StatusAt(TimeSpan now);
}
