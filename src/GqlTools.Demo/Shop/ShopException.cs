namespace GqlTools.Demo.Shop;

/// <summary>A field error with a code for its <c>extensions</c>.</summary>
internal sealed class ShopException(string message, string? code) : Exception(message)
{
    public string? Code => code;
}
