using GqlTools.Language.Execution;
using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Sdl;

/// <summary>
/// What a schema document cannot say: resolvers, event streams, the choice of types, the codecs of scalars and the internal values
/// of enums. Attached by schema coordinate; <see cref="SchemaBuilder"/> refuses coordinates the document does not define.
/// </summary>
/// <remarks>Not safe for several threads while it is filled; a schema built from it keeps no reference to it.</remarks>
public sealed class SchemaBindings
{
    private readonly Dictionary<string, Func<ResolveContext, ValueTask<object?>>> _resolvers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Func<ResolveContext, ValueTask<IAsyncEnumerable<object?>>>> _streams = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Func<object, ResolveContext, string?>> _typeResolvers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Func<object, ResolveContext, bool>> _typeTests = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ScalarCodec> _scalars = new(StringComparer.Ordinal);
    private readonly Dictionary<string, object?> _enumValues = new(StringComparer.Ordinal);

    /// <summary>Gives a field its resolver.</summary>
    /// <param name="coordinate">For example <c>Query.products</c>.</param>
    /// <param name="resolve">Gives the field's value.</param>
    /// <returns>These bindings.</returns>
    public SchemaBindings Resolve(string coordinate, Func<ResolveContext, ValueTask<object?>> resolve)
    {
        Add(_resolvers, coordinate, resolve);
        return this;
    }

    /// <summary>Gives a field a resolver that does not wait.</summary>
    /// <param name="coordinate">For example <c>Product.price</c>.</param>
    /// <param name="resolve">Gives the field's value.</param>
    /// <returns>These bindings.</returns>
    public SchemaBindings ResolveValue(string coordinate, Func<ResolveContext, object?> resolve)
    {
        ArgumentNullException.ThrowIfNull(resolve);
        return Resolve(coordinate, context => new ValueTask<object?>(resolve(context)));
    }

    /// <summary>Gives a subscription root field its source event stream.</summary>
    /// <param name="coordinate">For example <c>Subscription.priceChanged</c>.</param>
    /// <param name="subscribe">Opens the stream.</param>
    /// <returns>These bindings.</returns>
    public SchemaBindings Subscribe(string coordinate, Func<ResolveContext, ValueTask<IAsyncEnumerable<object?>>> subscribe)
    {
        Add(_streams, coordinate, subscribe);
        return this;
    }

    /// <summary>Tells an interface or union how to find the object type of a value.</summary>
    /// <param name="typeName">The interface or union.</param>
    /// <param name="resolveType">Names the object type.</param>
    /// <returns>These bindings.</returns>
    public SchemaBindings ResolveType(string typeName, Func<object, ResolveContext, string?> resolveType)
    {
        Add(_typeResolvers, typeName, resolveType);
        return this;
    }

    /// <summary>Tells an object type how to recognise its values.</summary>
    /// <param name="typeName">The object type.</param>
    /// <param name="isTypeOf">True when the value belongs to the type.</param>
    /// <returns>These bindings.</returns>
    public SchemaBindings IsTypeOf(string typeName, Func<object, ResolveContext, bool> isTypeOf)
    {
        Add(_typeTests, typeName, isTypeOf);
        return this;
    }

    /// <summary>Gives a scalar its codec; see the properties of the same names of <see cref="ScalarType"/>. Null keeps the default.</summary>
    /// <param name="typeName">The scalar.</param>
    /// <param name="serialize">Turns a resolver's result into a plain value.</param>
    /// <param name="parseValue">Turns a plain value into what resolvers see.</param>
    /// <param name="parseLiteral">Turns a literal into what resolvers see.</param>
    /// <returns>These bindings.</returns>
    public SchemaBindings Scalar(
        string typeName,
        Func<object, object?>? serialize = null,
        Func<object, object?>? parseValue = null,
        Func<ValueNode, object?>? parseLiteral = null)
    {
        Add(_scalars, typeName, new ScalarCodec(serialize, parseValue, parseLiteral));
        return this;
    }

    /// <summary>Gives an enum value the value resolvers see and return in its place.</summary>
    /// <param name="coordinate">For example <c>Color.RED</c>.</param>
    /// <param name="value">The internal value.</param>
    /// <returns>These bindings.</returns>
    public SchemaBindings EnumValue(string coordinate, object? value)
    {
        ArgumentException.ThrowIfNullOrEmpty(coordinate);
        _enumValues[coordinate] = value;
        return this;
    }

    internal IEnumerable<string> Coordinates =>
        _resolvers.Keys.Concat(_streams.Keys).Concat(_typeResolvers.Keys).Concat(_typeTests.Keys).Concat(_scalars.Keys).Concat(_enumValues.Keys);

    internal Func<ResolveContext, ValueTask<object?>>? FindResolver(string coordinate) => _resolvers.GetValueOrDefault(coordinate);

    internal Func<ResolveContext, ValueTask<IAsyncEnumerable<object?>>>? FindStream(string coordinate) => _streams.GetValueOrDefault(coordinate);

    internal Func<object, ResolveContext, string?>? FindTypeResolver(string typeName) => _typeResolvers.GetValueOrDefault(typeName);

    internal Func<object, ResolveContext, bool>? FindTypeTest(string typeName) => _typeTests.GetValueOrDefault(typeName);

    internal ScalarCodec? FindScalar(string typeName) => _scalars.GetValueOrDefault(typeName);

    internal bool TryFindEnumValue(string coordinate, out object? value) => _enumValues.TryGetValue(coordinate, out value);

    // Which kind of element a binding of this coordinate expects, in words; null when the element fits.
    internal string? Misfit(string coordinate, ISchemaElement element)
    {
        if ((_resolvers.ContainsKey(coordinate) || _streams.ContainsKey(coordinate)) && element is not FieldDefinition)
            return "a field";
        if (_typeResolvers.ContainsKey(coordinate) && element is not (InterfaceType or UnionType))
            return "an interface or a union";
        if (_typeTests.ContainsKey(coordinate) && element is not ObjectType)
            return "an object type";
        if (_scalars.ContainsKey(coordinate) && element is not ScalarType { IsBuiltIn: false })
            return "a scalar the document defines";
        return _enumValues.ContainsKey(coordinate) && element is not EnumValueDefinition ? "an enum value" : null;
    }

    private static void Add<T>(Dictionary<string, T> bindings, string coordinate, T binding)
    {
        ArgumentException.ThrowIfNullOrEmpty(coordinate);
        ArgumentNullException.ThrowIfNull(binding);
        if (!bindings.TryAdd(coordinate, binding))
            throw new ArgumentException($"\"{coordinate}\" is bound twice; bind it once.", nameof(coordinate));
    }

    internal sealed record ScalarCodec(Func<object, object?>? Serialize, Func<object, object?>? ParseValue, Func<ValueNode, object?>? ParseLiteral);
}
