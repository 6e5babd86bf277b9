using GqlTools.Client.Operations;
using GqlTools.Client.Uploads;

namespace GqlTools.Conversion;

/// <summary>
/// Takes the files out of a request's variables while they are written: a FileInfo, a stream or bytes become null there, and a part of the request's form.
/// The same file, stream or array is one part, wherever it stands.
/// </summary>
/// <param name="operation">The operation: a variable that it declares as text, number, boolean or ID is no file.</param>
/// <param name="contentType">The media type of all files; null for those that their names' extensions stand for.</param>
public sealed class UploadCollector(GqlOperation operation, string? contentType = null)
{
    private static readonly HashSet<string> BuiltInScalars = ["Boolean", "Float", "ID", "Int", "String"];

    // Most requests have no files, and cost nothing here.
    private Dictionary<object, UploadSource>? _sources;
    private List<GqlUpload>? _uploads;

    /// <summary>The files, in the order in which they were found.</summary>
    public IReadOnlyList<GqlUpload> Uploads => _uploads ?? [];

    /// <summary>Whether a value is of a type that can be a file.</summary>
    /// <param name="value">Any value.</param>
    public static bool IsFile(object value) => value is FileInfo or Stream or byte[];

    /// <summary>Takes a value if it is a file and may be one where it stands.</summary>
    /// <param name="names">The way to it: the variable's name, then names and list indexes.</param>
    /// <param name="value">Any value.</param>
    public bool TryAdd(IReadOnlyList<string> names, object value)
    {
        if (!IsFile(value) || names.Count == 0 || IsBuiltInScalar(names[0])) return false;
        (_uploads ??= []).Add(new GqlUpload($"variables.{string.Join('.', names)}", SourceOf(value, names)));
        return true;
    }

    /// <summary>Forgets the files of a variable whose value another has taken the place of.</summary>
    /// <param name="variable">Its name.</param>
    internal void Forget(string variable)
    {
        if (_uploads is null) return;
        var path = $"variables.{variable}";
        _uploads.RemoveAll(upload => upload.Path == path || upload.Path.StartsWith(path + ".", StringComparison.Ordinal));
    }

    /// <summary>Puts other files in the place of those found so far, and gives these.</summary>
    internal List<GqlUpload>? Exchange(List<GqlUpload>? uploads)
    {
        var found = _uploads;
        _uploads = uploads;
        return found;
    }

    /// <summary>Adds files that were found apart.</summary>
    internal void Add(List<GqlUpload>? uploads)
    {
        if (uploads is not null) (_uploads ??= []).AddRange(uploads);
    }

    private bool IsBuiltInScalar(string variable)
    {
        for (var index = 0; index < operation.Variables.Count; index++)
        {
            if (operation.Variables[index] == variable) return BuiltInScalars.Contains(operation.VariableTypes[index]);
        }

        return false;
    }

    private UploadSource SourceOf(object value, IReadOnlyList<string> names)
    {
        _sources ??= new Dictionary<object, UploadSource>(ReferenceEqualityComparer.Instance);
        if (_sources.TryGetValue(value, out var known)) return known;
        // Bytes have no name of their own, and without one a part is no file.
        var name = names.Last(static name => !char.IsAsciiDigit(name[0]));
        return _sources[value] = value switch
        {
            FileInfo file => UploadSource.FromFile(file.FullName, contentType),
            byte[] bytes => UploadSource.FromBytes(bytes, name, contentType),
            var stream => UploadSource.FromStream((Stream)stream, stream is FileStream opened ? Path.GetFileName(opened.Name) : name, contentType),
        };
    }
}
