using GqlTools.Demo.Uploads;
using GqlTools.Language.Execution;
using GqlTools.Language.Sdl;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Demo.Shop;

/// <summary>The fields that take files, by schema coordinate.</summary>
internal static class ShopUploads
{
    public static void Bind(SchemaBindings bindings)
    {
        bindings.Scalar(
            "Upload",
            parseValue: static value => value as UploadedFile ?? throw new CoercionException("An Upload is a file of a multipart request."),
            parseLiteral: static _ => throw new CoercionException("An Upload is given by a variable."));
        bindings.ResolveValue("Mutation.upload", context => context.Argument<UploadedFile>("file"));
        bindings.ResolveValue("Mutation.uploads", context => context.Argument<IReadOnlyList<object?>>("files"));
        bindings.ResolveValue("Mutation.uploadInputs", context => context.Argument<IReadOnlyList<object?>>("inputs")!.SelectMany(Files).ToArray());
        On(bindings, "name", file => file.Name);
        On(bindings, "bytes", file => file.Bytes);
        On(bindings, "sha256", file => file.Sha256);
        On(bindings, "contentType", file => file.ContentType);
    }

    private static IEnumerable<object?> Files(object? input)
    {
        var fields = (IReadOnlyDictionary<string, object?>)input!;
        if (fields.Value<UploadedFile>("file") is { } file)
            yield return file;
        foreach (var one in fields.Value<IReadOnlyList<object?>>("files") ?? [])
            yield return one;
    }

    private static void On(SchemaBindings bindings, string field, Func<UploadedFile, object?> resolve) =>
        bindings.ResolveValue($"UploadedFile.{field}", context => resolve((UploadedFile)context.Source!));
}
