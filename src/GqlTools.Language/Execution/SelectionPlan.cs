using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Execution;

/// <summary>What a selection set means for one object type: the fields to resolve, in response order.</summary>
internal sealed class SelectionPlan
{
    public SelectionPlan(ObjectType type, CollectedField[] fields, DeferredSelection[] deferred)
    {
        Type = type;
        Fields = fields;
        Deferred = deferred;
        Names = Array.ConvertAll(fields, static field => field.ResponseName);
    }

    public ObjectType Type { get; }

    public CollectedField[] Fields { get; }

    /// <summary>The fragments to deliver later; none where everything is delivered at once.</summary>
    public DeferredSelection[] Deferred { get; }

    /// <summary>The response names, shared by all objects of this selection.</summary>
    public string[] Names { get; }
}
