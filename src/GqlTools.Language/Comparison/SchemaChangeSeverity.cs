namespace GqlTools.Language.Comparison;

/// <summary>What a change of a schema does to those who use it.</summary>
public enum SchemaChangeSeverity
{
    /// <summary>Nothing that worked stops working.</summary>
    Safe,

    /// <summary>Requests stay valid, but may answer what clients do not expect.</summary>
    Dangerous,

    /// <summary>Requests that were valid may be refused, or answer in another shape.</summary>
    Breaking,
}
