using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace GqlTools.Binding;

/// <summary>
/// What names an input of the pipeline to a checkpoint: the entry or property that -CheckpointKey says, or a plain value itself. Must be used on the
/// pipeline thread, as properties may be script of its runspace.
/// </summary>
internal sealed class InputKeys(string? name)
{
    /// <summary>The key of an input; null where it has none.</summary>
    /// <param name="input">The pipeline's object.</param>
    public string? Of(object? input)
    {
        var value = BaseOf(name is null ? input : Member(input, name));
        return value switch
        {
            null or "" => null,
            string text => text,
            bool or Guid or Enum => value.ToString(),
            DateTime or DateTimeOffset => ((IFormattable)value).ToString("O", CultureInfo.InvariantCulture),
            IFormattable number when value.GetType().IsPrimitive || value is decimal or System.Numerics.BigInteger => number.ToString(null, CultureInfo.InvariantCulture),
            Uri uri => uri.OriginalString,
            _ => null,
        };
    }

    private static object? Member(object? input, string name)
    {
        if (BaseOf(input) is IDictionary entries)
        {
            foreach (DictionaryEntry entry in entries)
            {
                if (string.Equals(entry.Key.ToString(), name, StringComparison.OrdinalIgnoreCase)) return entry.Value;
            }

            return null;
        }

        return input is null ? null : PSObject.AsPSObject(input).Properties[name]?.Value;
    }

    private static object? BaseOf(object? value) => value is PSObject wrapper ? wrapper.BaseObject : value;
}
