using System.Collections;
using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;
using System.Text.Json;

namespace GqlTools.Language.Execution;

/// <summary>
/// Resolves a field without a resolver: the entry of a dictionary, the member of a JSON object, or the public property or field of an object, by the
/// field's name (letter case is ignored where no member has the exact name). What has no such member resolves to null.
/// </summary>
/// <remarks>One instance belongs to one field definition, whose sources are nearly always of one type: that type's accessor is found without a look-up.</remarks>
internal sealed class DefaultResolver(string name)
{
    private Accessor? _last;
    private ConcurrentDictionary<Type, Accessor>? _all;

    public object? Resolve(object? source)
    {
        switch (source)
        {
            case null:
                return null;
            case IReadOnlyDictionary<string, object?> dictionary:
                return dictionary.GetValueOrDefault(name);
            case IDictionary<string, object?> dictionary:
                return dictionary.TryGetValue(name, out var value) ? value : null;
            case IDictionary dictionary:
                return dictionary[name];
            case JsonElement element:
                return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : null;
            default:
                return FindAccessor(source.GetType()).Read(source);
        }
    }

    private Accessor FindAccessor(Type type)
    {
        var last = _last;
        if (last is not null && last.Type == type)
            return last;
        if (last is null)
            return _last = MakeAccessor(type);
        _all ??= new ConcurrentDictionary<Type, Accessor>();
        return _all.GetOrAdd(type, MakeAccessor);
    }

    private Accessor MakeAccessor(Type type)
    {
        var member = FindMember(type, StringComparison.Ordinal) ?? FindMember(type, StringComparison.OrdinalIgnoreCase);
        if (member is null)
            return new Accessor(type, static _ => null);
        var source = Expression.Parameter(typeof(object));
        var read = Expression.MakeMemberAccess(Expression.Convert(source, type), member);
        return new Accessor(type, Expression.Lambda<Func<object, object?>>(Expression.Convert(read, typeof(object)), source).Compile());
    }

    private MemberInfo? FindMember(Type type, StringComparison comparison)
    {
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (string.Equals(property.Name, name, comparison) && property.GetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0)
                return property;
        }

        foreach (var field in type.GetFields(BindingFlags.Public | BindingFlags.Instance))
        {
            if (string.Equals(field.Name, name, comparison))
                return field;
        }

        return null;
    }

    private sealed record Accessor(Type Type, Func<object, object?> Read);
}
