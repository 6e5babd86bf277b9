namespace GqlTools.Language.Authoring;

/// <summary>What the text has come to, and so what may stand next.</summary>
internal enum CursorStep
{
    /// <summary>Something new: a definition, a selection, an argument, a variable.</summary>
    Start,

    /// <summary>After a name that a colon, arguments, directives or braces may follow.</summary>
    AfterName,

    /// <summary>After <c>alias:</c>.</summary>
    AfterAlias,

    /// <summary>After <c>...</c></summary>
    AfterSpread,

    /// <summary>Where a type condition stands: after <c>on</c>.</summary>
    TypeCondition,

    /// <summary>Where the name of an operation may stand.</summary>
    OperationName,

    /// <summary>Where the name of a fragment must stand.</summary>
    FragmentName,

    /// <summary>Where <c>on</c> must stand.</summary>
    On,

    /// <summary>After <c>@</c>.</summary>
    DirectiveName,

    /// <summary>After <c>$</c>.</summary>
    VariableName,

    /// <summary>Where a value must stand.</summary>
    Value,

    /// <summary>Where a type reference must stand.</summary>
    Type,

    /// <summary>After a type reference, where a default may follow.</summary>
    AfterType,
}
