namespace GqlTools.Demo.MainJob;

/// <summary>The query of the main job: one product by its number, so that a right answer can be told from another's.</summary>
internal static class JobQuery
{
    public const string Text = "query Product($sku: String!) { product(sku: $sku) { sku name stock price { amount currency } } }";

    public const int Count = 1_000;

    public const int InFlight = 32;
}
