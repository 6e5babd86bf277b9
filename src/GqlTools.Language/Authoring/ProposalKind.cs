namespace GqlTools.Language.Authoring;

/// <summary>What a <see cref="Proposal"/> stands for.</summary>
public enum ProposalKind
{
    /// <summary>A word of the language, such as <c>query</c> or <c>on</c>.</summary>
    Keyword,

    /// <summary>A field of the type that the selection stands on.</summary>
    Field,

    /// <summary>An argument of a field or directive.</summary>
    Argument,

    /// <summary>A field of an input object.</summary>
    InputField,

    /// <summary>A value of an enum, true, false or null.</summary>
    Value,

    /// <summary>A variable of the document.</summary>
    Variable,

    /// <summary>A type.</summary>
    Type,

    /// <summary>A fragment of the document.</summary>
    Fragment,

    /// <summary>A directive.</summary>
    Directive,
}
