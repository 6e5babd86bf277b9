using System.Collections;

namespace GqlTools.Conversion;

/// <summary>Sees the names and values of anything that is a dictionary.</summary>
internal static class VariablePairs
{
    /// <summary>The names and values of a dictionary: IDictionary, or anything that enumerates pairs with string keys (ExpandoObject, read-only dictionaries).</summary>
    /// <param name="value">Any value.</param>
    /// <returns>Null when the value is no dictionary.</returns>
    public static IEnumerable<(object Key, object? Value)>? Of(object value)
    {
        if (VariableAdvice.IsNoList(value))
            return null;
        if (value is IDictionary dictionary)
            return Entries(dictionary);
        if (value is IList)
            return null;
        if (value is IEnumerable<KeyValuePair<string, object?>> pairs)
            return pairs.Select(pair => ((object)pair.Key, pair.Value));
        return value is IEnumerable list ? GenericEntries(list) : null;
    }

    private static IEnumerable<(object Key, object? Value)> Entries(IDictionary dictionary)
    {
        IDictionaryEnumerator entries = dictionary.GetEnumerator();
        while (entries.MoveNext())
            yield return (entries.Key, entries.Value);
    }

    private static IEnumerable<(object Key, object? Value)>? GenericEntries(IEnumerable list)
    {
        Type? pair = Array.Find(list.GetType().GetInterfaces(), IsPairs)?.GetGenericArguments()[0];
        if (pair is null)
            return null;
        var key = pair.GetProperty(nameof(KeyValuePair<string, object>.Key))!;
        var value = pair.GetProperty(nameof(KeyValuePair<string, object>.Value))!;
        return list.Cast<object>().Select(entry => (key.GetValue(entry)!, value.GetValue(entry)));
    }

    private static bool IsPairs(Type type) =>
        type.IsGenericType
        && type.GetGenericTypeDefinition() == typeof(IEnumerable<>)
        && type.GetGenericArguments()[0] is { IsGenericType: true } element
        && element.GetGenericTypeDefinition() == typeof(KeyValuePair<,>)
        && element.GetGenericArguments()[0] == typeof(string);
}
