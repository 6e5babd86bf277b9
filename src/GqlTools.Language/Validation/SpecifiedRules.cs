using GqlTools.Language.Validation.Rules;

namespace GqlTools.Language.Validation;

/// <summary>The rules of the specification, named as graphql-js names them.</summary>
public static class SpecifiedRules
{
    /// <summary>
    /// The rules for executable documents (specification section 5), those of incremental delivery, which only matter where a schema has
    /// <c>@defer</c> and <c>@stream</c>, and the recommended bound on introspection.
    /// </summary>
    public static IReadOnlyList<ValidationRule> All { get; } =
    [
        ExecutableDefinitionsRule.Rule,
        KnownOperationTypesRule.Rule,
        UniqueOperationNamesRule.Rule,
        LoneAnonymousOperationRule.Rule,
        SingleFieldSubscriptionsRule.Rule,
        KnownTypeNamesRule.Rule,
        FragmentsOnCompositeTypesRule.Rule,
        VariablesAreInputTypesRule.Rule,
        ScalarLeafsRule.Rule,
        FieldsOnCorrectTypeRule.Rule,
        UniqueFragmentNamesRule.Rule,
        KnownFragmentNamesRule.Rule,
        NoUnusedFragmentsRule.Rule,
        PossibleFragmentSpreadsRule.Rule,
        NoFragmentCyclesRule.Rule,
        UniqueVariableNamesRule.Rule,
        NoUndefinedVariablesRule.Rule,
        NoUnusedVariablesRule.Rule,
        KnownDirectivesRule.Rule,
        UniqueDirectivesPerLocationRule.Rule,
        DeferStreamDirectiveOnRootFieldRule.Rule,
        DeferStreamDirectiveOnValidOperationsRule.Rule,
        DeferStreamDirectiveLabelRule.Rule,
        StreamDirectiveOnListFieldRule.Rule,
        KnownArgumentNamesRule.Rule,
        UniqueArgumentNamesRule.Rule,
        ValuesOfCorrectTypeRule.Rule,
        ProvidedRequiredArgumentsRule.Rule,
        VariablesInAllowedPositionRule.Rule,
        OverlappingFieldsCanBeMergedRule.Rule,
        UniqueInputFieldNamesRule.Rule,
        MaxIntrospectionDepthRule.Rule,
    ];

    /// <summary>The rules for schema documents (specification section 3).</summary>
    public static IReadOnlyList<ValidationRule> Sdl { get; } =
    [
        LoneSchemaDefinitionRule.Rule,
        UniqueOperationTypesRule.Rule,
        UniqueTypeNamesRule.Rule,
        UniqueEnumValueNamesRule.Rule,
        UniqueFieldDefinitionNamesRule.Rule,
        UniqueArgumentDefinitionNamesRule.Rule,
        UniqueDirectiveNamesRule.Rule,
        KnownTypeNamesRule.Rule,
        KnownDirectivesRule.Rule,
        UniqueDirectivesPerLocationRule.Rule,
        PossibleTypeExtensionsRule.Rule,
        KnownArgumentNamesRule.OnDirectives,
        UniqueArgumentNamesRule.Rule,
        UniqueInputFieldNamesRule.Rule,
        ProvidedRequiredArgumentsRule.OnDirectives,
    ];
}
