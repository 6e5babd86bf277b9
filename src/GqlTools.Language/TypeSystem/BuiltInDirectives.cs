using GqlTools.Language.Syntax;

namespace GqlTools.Language.TypeSystem;

/// <summary>The directives every schema has without defining them (specification sections 3.13.1 to 3.13.5), and those of incremental delivery.</summary>
public static class BuiltInDirectives
{
    /// <summary>The reason of a <c>@deprecated</c> without one (specification section 3.13.3).</summary>
    public const string DefaultDeprecationReason = "No longer supported";

    /// <summary><c>@include(if:)</c>: keep a selection only when the condition is true.</summary>
    public static DirectiveDefinition Include { get; } = new(
        "include",
        [DirectiveLocation.Field, DirectiveLocation.FragmentSpread, DirectiveLocation.InlineFragment],
        [new("if", BuiltInScalars.Boolean.NonNull()) { Description = "True keeps the selection." }])
    {
        Description = "Keeps the field or fragment only when its condition is true.",
    };

    /// <summary><c>@skip(if:)</c>: leave a selection out when the condition is true.</summary>
    public static DirectiveDefinition Skip { get; } = new(
        "skip",
        [DirectiveLocation.Field, DirectiveLocation.FragmentSpread, DirectiveLocation.InlineFragment],
        [new("if", BuiltInScalars.Boolean.NonNull()) { Description = "True leaves the selection out." }])
    {
        Description = "Leaves the field or fragment out when its condition is true.",
    };

    /// <summary><c>@deprecated(reason:)</c>: an element should no longer be used.</summary>
    public static DirectiveDefinition Deprecated { get; } = new(
        "deprecated",
        [
            DirectiveLocation.FieldDefinition, DirectiveLocation.ArgumentDefinition, DirectiveLocation.InputFieldDefinition,
            DirectiveLocation.EnumValue, DirectiveLocation.DirectiveDefinition,
        ],
        [
            new("reason", BuiltInScalars.String.NonNull())
            {
                Description = "Why, and what to use in its place, in CommonMark.",
                DefaultValue = new StringValueNode(DefaultDeprecationReason),
            },
        ])
    {
        Description = "Marks an element of the schema that should no longer be used.",
    };

    /// <summary><c>@specifiedBy(url:)</c>: where a custom scalar's format is specified.</summary>
    public static DirectiveDefinition SpecifiedBy { get; } = new(
        "specifiedBy",
        [DirectiveLocation.Scalar],
        [new("url", BuiltInScalars.String.NonNull()) { Description = "The specification's address." }])
    {
        Description = "Tells where the format of a scalar is specified.",
    };

    /// <summary><c>@oneOf</c>: exactly one field of an input object must be given.</summary>
    public static DirectiveDefinition OneOf { get; } = new("oneOf", [DirectiveLocation.InputObject])
    {
        Description = "Exactly one field of the input object must be given, and it must not be null.",
    };

    /// <summary><c>@defer(if:, label:)</c> of the incremental delivery proposal; part of a schema only where its maker adds it.</summary>
    public static DirectiveDefinition Defer { get; } = new(
        "defer",
        [DirectiveLocation.FragmentSpread, DirectiveLocation.InlineFragment],
        [
            new("if", BuiltInScalars.Boolean.NonNull()) { Description = "False delivers with the first payload.", DefaultValue = new BooleanValueNode(true) },
            new("label", BuiltInScalars.String) { Description = "A name that is unique in the document." },
        ])
    {
        Description = "Lets the server deliver the fragment later.",
    };

    /// <summary><c>@stream(initialCount:, if:, label:)</c> of the incremental delivery proposal; part of a schema only where its maker adds it.</summary>
    public static DirectiveDefinition Stream { get; } = new(
        "stream",
        [DirectiveLocation.Field],
        [
            new("initialCount", BuiltInScalars.Int.NonNull()) { Description = "How many items come at once.", DefaultValue = new IntValueNode("0") },
            new("if", BuiltInScalars.Boolean.NonNull()) { Description = "False delivers all at once.", DefaultValue = new BooleanValueNode(true) },
            new("label", BuiltInScalars.String) { Description = "A name that is unique in the document." },
        ])
    {
        Description = "Lets the server deliver the items of a list later.",
    };

    /// <summary>Those of the specification, in its order: include, skip, deprecated, specifiedBy, oneOf.</summary>
    public static IReadOnlyList<DirectiveDefinition> Specified { get; } = [Include, Skip, Deprecated, SpecifiedBy, OneOf];

    /// <summary>Whether a directive is one of the specification's.</summary>
    /// <param name="name">The name without <c>@</c>.</param>
    /// <returns>True for include, skip, deprecated, specifiedBy, oneOf.</returns>
    public static bool IsSpecified(string name) => name is "include" or "skip" or "deprecated" or "specifiedBy" or "oneOf";
}
