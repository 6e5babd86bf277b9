namespace GqlTools.Conversion;

/// <summary>
/// What a decimal number's text says, without its spelling: the significant digits, and the power of ten of the first one. <c>1.50</c>, <c>15e-1</c> and
/// <c>0.15E1</c> are equal. Zero has no digits.
/// </summary>
internal readonly ref struct DecimalDigits
{
    /// <summary>Exponents stop growing here: no number type reaches it, and sums stay in range.</summary>
    private const long MaxExponent = int.MaxValue;

    private readonly ReadOnlySpan<byte> mantissa;
    private readonly bool negative;
    private readonly long exponent;

    private DecimalDigits(ReadOnlySpan<byte> mantissa, int count, bool negative, long exponent)
    {
        this.mantissa = mantissa;
        Count = count;
        this.negative = negative;
        this.exponent = exponent;
    }

    /// <summary>How many digits are significant: none for zero; zeros before the first and after the last other digit do not count.</summary>
    public int Count { get; }

    /// <summary>Takes a number apart.</summary>
    /// <param name="text">A JSON number, or an invariant .NET number.</param>
    public static DecimalDigits Of(ReadOnlySpan<byte> text)
    {
        bool negative = text[0] == '-';
        if (negative)
            text = text[1..];
        int mark = text.IndexOfAny((byte)'e', (byte)'E');
        long exponent = mark < 0 ? 0 : ParseExponent(text[(mark + 1)..]);
        ReadOnlySpan<byte> mantissa = mark < 0 ? text : text[..mark];

        int point = mantissa.IndexOf((byte)'.');
        int integerDigits = point < 0 ? mantissa.Length : point;
        int first = mantissa.IndexOfAnyInRange((byte)'1', (byte)'9');
        if (first < 0)
            return new DecimalDigits([], 0, negative, 0);
        int last = mantissa.LastIndexOfAnyInRange((byte)'1', (byte)'9');
        bool pointWithin = first < point && point < last;
        int count = last - first + 1 - (pointWithin ? 1 : 0);
        exponent += first < integerDigits ? integerDigits - 1 - first : integerDigits - first;
        return new DecimalDigits(mantissa[first..(last + 1)], count, negative, exponent);
    }

    /// <summary>Whether both say the same number.</summary>
    /// <param name="other">The other number.</param>
    public bool Equals(DecimalDigits other)
    {
        if (Count != other.Count || negative != other.negative || exponent != other.exponent)
            return false;
        int mine = 0;
        int its = 0;
        for (int i = 0; i < Count; i++)
        {
            if (mantissa[mine] == '.')
                mine++;
            if (other.mantissa[its] == '.')
                its++;
            if (mantissa[mine++] != other.mantissa[its++])
                return false;
        }
        return true;
    }

    private static long ParseExponent(ReadOnlySpan<byte> text)
    {
        bool negative = text[0] == '-';
        if (text[0] is (byte)'-' or (byte)'+')
            text = text[1..];
        long exponent = 0;
        foreach (byte digit in text)
            exponent = Math.Min(exponent * 10 + (digit - '0'), MaxExponent);
        return negative ? -exponent : exponent;
    }
}
