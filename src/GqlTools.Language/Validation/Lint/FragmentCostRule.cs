using GqlTools.Language.Analysis;
using GqlTools.Language.Syntax;

namespace GqlTools.Language.Validation.Lint;

/// <summary>An operation selects no more fields than a limit once its fragments are put in their place.</summary>
internal static class FragmentCostRule
{
    public static ValidationRule Create(long maximumFields)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumFields, 1);
        return new ValidationRule("FragmentCost", context => context.OnEnter<OperationDefinitionNode>(SyntaxKind.OperationDefinition, operation =>
        {
            var fields = DocumentMeasure.Measure(context.Document, operation).Fields;
            if (fields > maximumFields)
                context.Report($"The operation selects {fields} fields once its fragments are put in their place; at most {maximumFields} are allowed.", operation);
        }));
    }
}
