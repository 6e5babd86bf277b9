using System.Globalization;
using System.Management.Automation;

namespace GqlTools.Binding;

/// <summary>Takes 2 for 2.0, as Invoke-RestMethod -HttpVersion does; a version of .NET has two numbers at least.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class HttpVersionTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var text = Convert.ToString(inputData is PSObject wrapper ? wrapper.BaseObject : inputData, CultureInfo.InvariantCulture);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var major) ? new Version(major, 0) : inputData;
    }
}
