using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace GqlTools.Conversion;

/// <summary>Makes the .NET number of a JSON number that keeps every digit.</summary>
/// <remarks>
/// Integers are Int64, beyond its range BigInteger. Other numbers are Double where 15 significant digits suffice (any such decimal survives the way
/// through a Double: IEEE 754 binary64) or where the Double's own digits are the ones read; else Decimal where it is exact; else the text itself.
/// </remarks>
internal static class JsonNumber
{
    /// <summary>So many decimal digits always survive in a Double (DBL_DIG).</summary>
    private const int DoubleDigits = 15;

    /// <summary>Any integer of so many digits fits an Int64.</summary>
    private const int Int64Digits = 18;

    /// <summary>Making a BigInteger of n digits takes time in the order of n^2: longer integers stay text.</summary>
    private const int MaxBigIntegerDigits = 4096;

    /// <summary>The smallest Double of full precision (DBL_MIN); smaller ones have fewer digits.</summary>
    private const double SmallestNormal = 2.2250738585072014E-308;

    private const long MinCached = -128;
    private const long MaxCached = 1023;

    /// <summary>Boxes of the integers that come most: counts, flags, quantities.</summary>
    private static readonly object[] Boxes = MakeBoxes();

    /// <summary>The number.</summary>
    /// <param name="text">A JSON number, as a reader has checked it.</param>
    /// <returns>An Int64, BigInteger, Double, Decimal or String.</returns>
    public static object Parse(ReadOnlySpan<byte> text)
    {
        bool negative = text[0] == '-';
        ReadOnlySpan<byte> digits = negative ? text[1..] : text;
        long value = 0;
        foreach (byte digit in digits)
        {
            int n = digit - '0';
            if ((uint)n > 9)
                return ParseFraction(text);
            value = unchecked(value * 10 + n);
        }
        if (digits.Length <= Int64Digits)
            return Box(negative ? -value : value);
        if (Utf8Parser.TryParse(text, out value, out int consumed) && consumed == text.Length)
            return Box(value);
        string all = Encoding.ASCII.GetString(text);
        return digits.Length <= MaxBigIntegerDigits ? BigInteger.Parse(all, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : all;
    }

    private static object ParseFraction(ReadOnlySpan<byte> text)
    {
        DecimalDigits read = DecimalDigits.Of(text);
        if (Utf8Parser.TryParse(text, out double value, out _) && double.IsFinite(value))
        {
            bool isPlain = read.Count == 0 || Math.Abs(value) >= SmallestNormal;
            if (read.Count <= DoubleDigits && isPlain)
                return value;
            Span<byte> shortest = stackalloc byte[32]; // -1.7976931348623157E+308 is the longest: 24
            if (value.TryFormat(shortest, out int length, "R", CultureInfo.InvariantCulture) && DecimalDigits.Of(shortest[..length]).Equals(read))
                return value;
        }
        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal exact))
        {
            Span<byte> written = stackalloc byte[32]; // sign, 29 digits, point
            if (exact.TryFormat(written, out int length, provider: CultureInfo.InvariantCulture) && DecimalDigits.Of(written[..length]).Equals(read))
                return exact;
        }
        return Encoding.ASCII.GetString(text);
    }

    private static object Box(long value) =>
        value is >= MinCached and <= MaxCached ? Boxes[value - MinCached] : value;

    private static object[] MakeBoxes()
    {
        object[] boxes = new object[MaxCached - MinCached + 1];
        for (long value = MinCached; value <= MaxCached; value++)
            boxes[value - MinCached] = value;
        return boxes;
    }
}
