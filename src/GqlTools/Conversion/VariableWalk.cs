using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Internal;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GqlTools.Conversion;

/// <summary>One walk through a value: knows where it stands, what it is inside of, and how deep.</summary>
/// <param name="writer">Where the JSON goes.</param>
/// <param name="maxDepth">How many objects and lists may stand within each other.</param>
/// <param name="root">What paths start with.</param>
/// <param name="uploads">Takes the files; null where there can be none.</param>
internal sealed class VariableWalk(Utf8JsonWriter writer, int maxDepth, string root, UploadCollector? uploads = null)
{
    private readonly List<Step> steps = [];

    /// <summary>The value without PSObject wrappers: null, a value of any other type, or the PSObject of a PSCustomObject.</summary>
    /// <param name="value">Any value.</param>
    public static object? Unwrap(object? value)
    {
        while (value is PSObject wrapper)
        {
            if (ReferenceEquals(wrapper, AutomationNull.Value))
                return null;
            if (wrapper.ImmediateBaseObject is PSCustomObject)
                return wrapper;
            value = wrapper.ImmediateBaseObject;
        }
        return value;
    }

    /// <summary>Writes any value.</summary>
    /// <param name="value">The value.</param>
    public void Write(object? value)
    {
        value = Unwrap(value);
        if (value is null || TryTakeFile(value))
            writer.WriteNullValue();
        else if (VariableScalar.TryWrite(writer, value, out string? problem))
            ThrowOn(problem, value);
        else if (!TryWriteContainer(value))
            throw Error(value, $"is a {value.GetType()}, which has no JSON form. {VariableAdvice.For(value)}");
    }

    private bool TryTakeFile(object value) =>
        uploads is not null
        && UploadCollector.IsFile(value)
        && uploads.TryAdd([.. steps.Select(static step => step.Name ?? step.Index?.ToString(CultureInfo.InvariantCulture) ?? "")], value);

    /// <summary>Writes the object that holds a request's variables.</summary>
    /// <param name="variables">The variables, but not JSON text.</param>
    /// <param name="declaredNames">The only properties to read of an object; null for all of a PSCustomObject.</param>
    public void WriteVariables(object? variables, IReadOnlyCollection<string>? declaredNames)
    {
        variables = Unwrap(variables);
        if (variables is null)
        {
            writer.WriteStartObject();
            writer.WriteEndObject();
        }
        else if (variables is JsonObject
            or JsonElement { ValueKind: JsonValueKind.Object }
            or JsonDocument { RootElement.ValueKind: JsonValueKind.Object })
        {
            Write(variables);
        }
        else if (VariablePairs.Of(variables) is not null || (variables is PSObject && declaredNames is null))
        {
            _ = TryWriteContainer(variables);
        }
        else if (variables is IEnumerable && variables is not PSObject && !VariableAdvice.IsNoList(variables))
        {
            throw Error(variables, $"is a list ({variables.GetType()}), not an object. Give a hashtable, or pipe the list's elements.");
        }
        else if (VariableScalar.TryWrite(writer, variables, out _))
        {
            throw Error(variables, $"is a {variables.GetType()}, not an object. Give a hashtable such as @{{ id = 1 }}, an object, or JSON text.");
        }
        else if (declaredNames is null)
        {
            Write(variables); // refuses it
        }
        else
        {
            WriteDeclared(variables, declaredNames);
        }
    }

    private bool TryWriteContainer(object value)
    {
        if (value is PSObject custom)
            WriteProperties(custom);
        else if (VariablePairs.Of(value) is { } pairs)
            WritePairs(value, pairs);
        else if (value is IEnumerable list && !VariableAdvice.IsNoList(value))
            WriteList(list);
        else
            return false;
        return true;
    }

    private void WriteDeclared(object source, IReadOnlyCollection<string> declaredNames)
    {
        PSObject properties = PSObject.AsPSObject(source);
        Enter(source);
        writer.WriteStartObject();
        foreach (string name in declaredNames)
            if (properties.Properties[name] is { } property)
                WriteProperty(property, name);
        writer.WriteEndObject();
        Leave();
    }

    private void WriteProperties(PSObject custom)
    {
        Enter(custom);
        writer.WriteStartObject();
        foreach (PSPropertyInfo property in custom.Properties)
            WriteProperty(property, property.Name);
        writer.WriteEndObject();
        Leave();
    }

    private void WriteProperty(PSPropertyInfo property, string name)
    {
        StepTo(name);
        object? value;
        try
        {
            value = property.Value;
        }
        catch (ExtendedTypeSystemException e) when (e.InnerException is not PipelineStoppedException)
        {
            throw Unreadable(e);
        }
        WriteName(name);
        Write(value);
    }

    private void WritePairs(object dictionary, IEnumerable<(object Key, object? Value)> pairs)
    {
        Enter(dictionary);
        writer.WriteStartObject();
        HashSet<string>? converted = null;
        using IEnumerator<(object Key, object? Value)> enumerator = pairs.GetEnumerator();
        while (Advance(enumerator))
        {
            (object key, object? value) = enumerator.Current;
            bool isText = Unwrap(key) is string;
            string name = NameOf(key);
            StepTo(name);
            if (!isText)
            {
                // 1 and "1" are two keys of a hashtable, and one name.
                converted ??= new HashSet<string>(pairs.Select(pair => Unwrap(pair.Key)).OfType<string>(), StringComparer.Ordinal);
                if (!converted.Add(name))
                    throw Error(dictionary, "has two keys that become this one name. Keep one of them.");
            }
            WriteName(name);
            Write(value);
            StepBack();
        }
        writer.WriteEndObject();
        Leave();
    }

    private void WriteList(IEnumerable list)
    {
        Enter(list);
        writer.WriteStartArray();
        IEnumerator enumerator = Start(list);
        try
        {
            StepTo(0);
            for (int index = 0; Advance(enumerator); StepTo(++index))
                Write(enumerator.Current);
        }
        finally
        {
            (enumerator as IDisposable)?.Dispose();
        }
        writer.WriteEndArray();
        Leave();
    }

    private void WriteName(string name)
    {
        if (!VariableScalar.IsWellFormed(name))
            throw Error(null, "has half a surrogate pair in its name, which JSON text in UTF-8 cannot say. Rename it.");
        writer.WritePropertyName(name);
    }

    private string NameOf(object key) => Unwrap(key) switch
    {
        string text => text,
        char character => character.ToString(),
        bool flag => flag ? "true" : "false",
        Uri uri => uri.OriginalString,
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        var other => throw Error(other, $"has a key of type {other?.GetType()}; names are text. Use string keys."),
    };

    private IEnumerator Start(IEnumerable list)
    {
        try
        {
            return list.GetEnumerator();
        }
        catch (Exception e) when (e is not PipelineStoppedException)
        {
            throw Unreadable(e);
        }
    }

    private bool Advance(IEnumerator enumerator)
    {
        try
        {
            return enumerator.MoveNext();
        }
        catch (Exception e) when (e is not PipelineStoppedException)
        {
            throw Unreadable(e);
        }
    }

    private void Enter(object container)
    {
        for (int i = 0; i < steps.Count; i++)
            if (ReferenceEquals(steps[i].Container, container))
                throw Error(container, $"refers back to {Path(i)}: JSON has no cycles. Leave the property out, or pass an id in its place.");
        if (steps.Count == maxDepth)
            throw Error(container, $"is nested more than {maxDepth} levels deep. Pass less, or raise the depth bound.");
        steps.Add(new Step(container));
    }

    private void Leave() => steps.RemoveAt(steps.Count - 1);

    private void StepBack() => steps[^1] = steps[^1] with { Name = null };

    private void StepTo(string name) => steps[^1] = steps[^1] with { Name = name };

    private void StepTo(int index) => steps[^1] = steps[^1] with { Index = index };

    private void ThrowOn(string? problem, object value)
    {
        if (problem is not null)
            throw Error(value, problem);
    }

    private VariableConversionException Unreadable(Exception reason) =>
        new(Path(steps.Count), null, $"could not be read: {(reason.InnerException ?? reason).Message}", reason);

    private VariableConversionException Error(object? value, string problem) => new(Path(steps.Count), TypeOf(value), problem);

    private static Type? TypeOf(object? value) => value is PSObject ? typeof(PSCustomObject) : value?.GetType();

    private string Path(int depth)
    {
        StringBuilder path = new(root);
        for (int i = 0; i < depth; i++)
        {
            if (steps[i].Name is { } name)
                JsonPath.AppendProperty(path, name);
            else if (steps[i].Index is { } index)
                path.Append('[').Append(index).Append(']');
        }
        return path.ToString();
    }

    /// <summary>An object or list the walk is inside of, and the name or index it is at.</summary>
    private readonly record struct Step(object Container, string? Name = null, int? Index = null);
}
