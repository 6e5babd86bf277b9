using GqlTools.Language.Syntax;
using System.Collections.Immutable;

namespace GqlTools.Language.Validation.Rules;

/// <summary>Values of an enum have different names (specification section 3.9).</summary>
internal static class UniqueEnumValueNamesRule
{
    public static ValidationRule Rule { get; } = new("UniqueEnumValueNames", Attach);

    private static void Attach(RuleContext context)
    {
        var known = new Dictionary<(string Type, string Value), NameNode>();
        context.OnEnter<EnumTypeDefinitionNode>(SyntaxKind.EnumTypeDefinition, node => Check(node.Name.Value, node.Values));
        context.OnEnter<EnumTypeExtensionNode>(SyntaxKind.EnumTypeExtension, node => Check(node.Name.Value, node.Values));

        void Check(string type, ImmutableArray<EnumValueDefinitionNode> values)
        {
            foreach (var value in values)
            {
                var key = (type, value.Name.Value);
                if (!known.TryAdd(key, value.Name))
                    context.Report($"The enum value \"{type}.{value.Name.Value}\" is defined more than once.", $"{type}.{value.Name.Value}", known[key], value.Name);
            }
        }
    }
}
