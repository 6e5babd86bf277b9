using GqlTools.Client.Operations;
using Microsoft.Extensions.Time.Testing;

namespace GqlTools.Client.Tests.Operations;

public sealed class ProgressMeterTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Nothing_is_told_in_the_first_second_and_then_a_few_times_a_second()
    {
        var meter = new ProgressMeter(_clock);
        _clock.Advance(ProgressMeter.FirstUpdate - TimeSpan.FromMilliseconds(1));
        Assert.False(meter.IsDue());
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(meter.IsDue());
        Assert.False(meter.IsDue());
        _clock.Advance(ProgressMeter.UpdateInterval);
        Assert.True(meter.IsDue());
    }

    [Fact]
    public void Count_rate_and_time_left_are_what_the_clock_says()
    {
        var meter = new ProgressMeter(_clock) { Total = 100 };
        for (var index = 0; index < 20; index++) meter.Add(failed: index == 0);
        _clock.Advance(TimeSpan.FromSeconds(4));

        Assert.Equal(new ProgressReading(20, 1, 100, 5, TimeSpan.FromSeconds(16)), meter.Read());
    }

    [Fact]
    public void Without_a_total_no_time_is_left_to_tell()
    {
        var meter = new ProgressMeter(_clock);
        meter.Add(failed: false);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(meter.Read().Left);
    }

    [Fact]
    public void A_total_that_turns_out_too_small_leaves_nothing()
    {
        var meter = new ProgressMeter(_clock) { Total = 1 };
        meter.Add(failed: false);
        meter.Add(failed: false);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.Zero, meter.Read().Left);
    }
}
