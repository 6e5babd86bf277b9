namespace GqlTools.Demo.Shop;

/// <summary>An amount with two decimal places. The shop sells in one currency, so that sums make sense.</summary>
internal sealed record Money(decimal Amount, string Currency)
{
    private const byte DecimalPlaces = 2;

    public static Money OfCents(int cents) => new(new decimal(cents, 0, 0, false, DecimalPlaces), "EUR");

    public static Money operator *(Money price, int quantity) => price with { Amount = price.Amount * quantity };
}
