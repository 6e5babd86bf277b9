using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Execution;

/// <summary>A field of an object or an item of a list within the response, with the field both belong to.</summary>
internal readonly record struct ResponsePosition(ObjectType ParentType, CollectedField Field, ResponsePath? ParentPath, int Index)
{
    /// <summary>The <see cref="Index"/> of a position that is a field.</summary>
    public const int NoIndex = -1;

    public ResponsePath ToPath() => new(ParentPath, Key);

    public IReadOnlyList<object> ToKeys() => ResponsePath.ToList(ParentPath, Key);

    private object Key => Index == NoIndex ? Field.ResponseName : Index;
}
