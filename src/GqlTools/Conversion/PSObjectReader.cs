using System.Buffers;
using System.Collections.Specialized;
using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using System.Text;
using System.Text.Json;
using GqlTools.Client.Responses;

namespace GqlTools.Conversion;

/// <summary>Turns one JSON value into PowerShell objects while its bytes arrive, exactly. An instance reads one value, on one thread at a time.</summary>
/// <remarks>
/// <para>Overview. Two stacks stand in for recursion, so depth is bounded by a number and not by the thread's stack, and reading stops and goes on at any
/// byte. <c>frames</c> holds the objects and arrays that are open; <c>entries</c> holds every value read that has no parent object yet, each with the name
/// it was read under. A closing bracket takes the entries from its frame's start on and puts one entry, the finished object or array, in their place:
/// an object is built when its number of properties is known and its names are known not to collide. <see cref="PropertyShape"/> remembers the names.</para>
/// <para>Objects become PSObject with note properties, as ConvertFrom-Json makes them; arrays become object[], empty and one-element ones too; strings
/// stay strings, whatever they look like; numbers keep every digit (<see cref="JsonNumber"/>). An object that PSObject cannot hold (names that differ
/// only in case, an empty name, or one of the names PowerShell reserves: psobject, psbase, psadapted, psextended, pstypenames) becomes an
/// <see cref="OrderedDictionary"/> that tells case apart; its neighbours stay PSObject. Of properties with the same name the last one wins.</para>
/// </remarks>
public sealed class PSObjectReader : IJsonValueReader<object?>
{
    /// <summary>How deep objects and arrays may stand within each other when nothing else is said: what ConvertFrom-Json allows.</summary>
    public const int DefaultMaxDepth = 1024;

    private const int InitialFrames = 8;
    private const int InitialEntries = 16;

    private static readonly object True = true;
    private static readonly object False = false;

    private readonly int maxDepth;
    private readonly NotePropertyTemplate template = new();
    private readonly PropertyShape root = new();
    private Frame[] frames = new Frame[InitialFrames];
    private Entry[] entries = new Entry[InitialEntries];
    private int depth;
    private int count;
    private bool isComplete;

    /// <summary>Creates a reader for one value.</summary>
    /// <param name="maxDepth">How many objects and arrays may stand within each other. The <see cref="Utf8JsonReader"/>s given to
    /// <see cref="TryRead"/> must allow at least as many, or theirs is the bound that holds.</param>
    public PSObjectReader(int maxDepth = DefaultMaxDepth)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxDepth);
        this.maxDepth = maxDepth;
    }

    /// <summary>Reads a whole JSON text.</summary>
    /// <param name="utf8Json">One JSON value in UTF-8, without a byte order mark.</param>
    /// <param name="maxDepth">How many objects and arrays may stand within each other.</param>
    /// <returns>The value; null for JSON null.</returns>
    /// <exception cref="JsonException">The text is not one JSON value.</exception>
    /// <exception cref="JsonDepthException">The value is nested too deep.</exception>
    public static object? Parse(byte[] utf8Json, int maxDepth = DefaultMaxDepth)
    {
        ArgumentNullException.ThrowIfNull(utf8Json);
        return Parse(utf8Json.AsSpan(), maxDepth);
    }

    /// <summary>Reads a whole JSON text.</summary>
    /// <param name="json">One JSON value.</param>
    /// <param name="maxDepth">How many objects and arrays may stand within each other.</param>
    /// <returns>The value; null for JSON null.</returns>
    /// <exception cref="JsonException">The text is not one JSON value.</exception>
    /// <exception cref="JsonDepthException">The value is nested too deep.</exception>
    public static object? Parse(string json, int maxDepth = DefaultMaxDepth)
    {
        ArgumentNullException.ThrowIfNull(json);
        byte[] rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(json.Length));
        try
        {
            int length = Encoding.UTF8.GetBytes(json, rented);
            return Parse(rented.AsSpan(0, length), maxDepth);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="JsonException">The bytes are not JSON, or a string's bytes are not UTF-8.</exception>
    /// <exception cref="JsonDepthException">The value is nested too deep.</exception>
    /// <exception cref="InvalidOperationException">The value was complete before this call.</exception>
    public bool TryRead(ref Utf8JsonReader reader, [MaybeNullWhen(false)] out object? value)
    {
        if (isComplete)
            throw new InvalidOperationException("This reader has read its value; another value needs another reader.");
        try
        {
            while (reader.Read())
            {
                if (!Take(ref reader) || depth > 0)
                    continue;
                isComplete = true;
                value = entries[0].Value;
                return true;
            }
        }
        catch (DecoderFallbackException e)
        {
            string path = Path();
            throw new JsonException($"The JSON string at {path} is not valid UTF-8.", path, lineNumber: null, bytePositionInLine: null, e);
        }
        value = null;
        return false;
    }

    private static object? Parse(ReadOnlySpan<byte> utf8Json, int maxDepth)
    {
        PSObjectReader values = new(maxDepth);
        // One level more than the bound, so that the bound's own error speaks.
        Utf8JsonReader reader = new(utf8Json, new JsonReaderOptions { MaxDepth = maxDepth + 1 });
        _ = values.TryRead(ref reader, out object? value);
        _ = reader.Read(); // throws on anything after the value
        return value;
    }

    /// <summary>Takes one token in. Returns whether it completed a value.</summary>
    private bool Take(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                TakeName(ref reader);
                return false;
            case JsonTokenType.String:
                Add(JsonText.Read(ref reader));
                return true;
            case JsonTokenType.Number:
                Add(ReadNumber(ref reader));
                return true;
            case JsonTokenType.True:
                Add(True);
                return true;
            case JsonTokenType.False:
                Add(False);
                return true;
            case JsonTokenType.Null:
                Add(null);
                return true;
            case JsonTokenType.StartObject:
            case JsonTokenType.StartArray:
                Open(isArray: reader.TokenType == JsonTokenType.StartArray);
                return false;
            case JsonTokenType.EndObject:
                CloseObject();
                return true;
            case JsonTokenType.EndArray:
                CloseArray();
                return true;
            default:
                return false; // a comment, where the caller's reader lets comments pass
        }
    }

    private void TakeName(ref Utf8JsonReader reader)
    {
        ref Frame frame = ref frames[depth - 1];
        string name;
        if (frame.Shape?.Follow(ref reader) is { } shape)
        {
            frame.Shape = shape;
            name = shape.Name;
        }
        else
        {
            name = JsonText.Read(ref reader);
            frame.Shape = frame.Shape?.Learn(name);
        }
        if (count == entries.Length)
            Array.Resize(ref entries, count * 2);
        entries[count].Name = name;
    }

    private void Add(object? value)
    {
        if (count == entries.Length)
            Array.Resize(ref entries, count * 2);
        entries[count++].Value = value;
    }

    private void Open(bool isArray)
    {
        if (depth == maxDepth)
            throw new JsonDepthException(maxDepth, Path());
        PropertyShape shape = root;
        if (depth > 0)
        {
            ref Frame parent = ref frames[depth - 1];
            // Elements share their list's shape; so do the values of all properties that are not followed.
            shape = parent.IsArray ? parent.Start : (parent.Shape ?? parent.Start).Value;
        }
        if (depth == frames.Length)
            Array.Resize(ref frames, depth * 2);
        if (count == entries.Length)
            Array.Resize(ref entries, count * 2);
        // The entry at `count` keeps the name of the object or array itself; its content follows.
        frames[depth++] = new Frame(shape, isArray, firstEntry: ++count);
    }

    private void CloseArray()
    {
        ref Frame frame = ref frames[--depth];
        ReadOnlySpan<Entry> elements = entries.AsSpan(frame.FirstEntry, count - frame.FirstEntry);
        object?[] array = elements.IsEmpty ? [] : new object?[elements.Length];
        for (int i = 0; i < array.Length; i++)
            array[i] = elements[i].Value;
        Replace(frame.FirstEntry, array);
    }

    private void CloseObject()
    {
        ref Frame frame = ref frames[--depth];
        ReadOnlySpan<Entry> properties = entries.AsSpan(frame.FirstEntry, count - frame.FirstEntry);
        bool needsDictionary = frame.Shape?.NeedsDictionary ?? NeedsDictionary(properties);
        Replace(frame.FirstEntry, needsDictionary ? BuildDictionary(properties) : template.Build(properties));
    }

    private void Replace(int firstEntry, object value)
    {
        count = firstEntry;
        entries[firstEntry - 1].Value = value;
    }

    private static bool NeedsDictionary(ReadOnlySpan<Entry> properties)
    {
        HashSet<string> names = new(properties.Length, StringComparer.OrdinalIgnoreCase);
        foreach (Entry property in properties)
        {
            string name = property.Name;
            if (PropertyShape.IsNoPropertyName(name))
                return true;
            if (!names.Add(name) && names.TryGetValue(name, out string? first) && first != name)
                return true;
        }
        return false;
    }

    private static OrderedDictionary BuildDictionary(ReadOnlySpan<Entry> properties)
    {
        OrderedDictionary dictionary = new(properties.Length, StringComparer.Ordinal);
        foreach (Entry property in properties)
            dictionary[property.Name] = property.Value;
        return dictionary;
    }

    private static object ReadNumber(ref Utf8JsonReader reader) =>
        reader.HasValueSequence ? JsonNumber.Parse(reader.ValueSequence.ToArray()) : JsonNumber.Parse(reader.ValueSpan);

    /// <summary>Where the reader stands, as a JSON path from the value's own root.</summary>
    private string Path()
    {
        StringBuilder path = new("$");
        for (int i = 0; i < depth; i++)
        {
            int entry = i + 1 < depth ? frames[i + 1].FirstEntry - 1 : count;
            if (frames[i].IsArray)
                path.Append('[').Append(entry - frames[i].FirstEntry).Append(']');
            else if (entry < entries.Length && entries[entry].Name is { } name)
                JsonPath.AppendProperty(path, name);
        }
        return path.ToString();
    }

    /// <summary>One value read, and its name where it is a property.</summary>
    internal struct Entry
    {
        /// <summary>The property's name. Among array elements it is left over from an earlier use and means nothing.</summary>
        public string Name;

        /// <summary>The value.</summary>
        public object? Value;
    }

    /// <summary>An object or array that is open.</summary>
    private struct Frame(PropertyShape start, bool isArray, int firstEntry)
    {
        /// <summary>The object's shape before its first property; for an array that of its elements.</summary>
        public readonly PropertyShape Start = start;

        /// <summary>The object's shape at its latest property; null once it has left what is followed.</summary>
        public PropertyShape? Shape = start;

        /// <summary>Whether this is an array.</summary>
        public readonly bool IsArray = isArray;

        /// <summary>Where its properties or elements start in <see cref="entries"/>.</summary>
        public readonly int FirstEntry = firstEntry;
    }
}
