using GqlTools.Language.Introspection;
using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Validation.Rules;

/// <summary>Type references name types that exist (specification section 5.8.2 and 3.4).</summary>
internal static class KnownTypeNamesRule
{
    public static ValidationRule Rule { get; } = new("KnownTypeNames", Attach);

    private static void Attach(RuleContext context)
    {
        HashSet<string>? own = null;
        context.OnEnter<NamedTypeNode>(SyntaxKind.NamedType, node =>
        {
            var name = node.Name.Value;
            if (context.SchemaOrNull?.FindType(name) is not null)
                return;
            own ??= context.Document.Definitions.OfType<TypeDefinitionNode>().Select(static definition => definition.Name.Value)
                .ToHashSet(StringComparer.Ordinal);
            if (own.Contains(name))
                return;
            var isSdl = context.Ancestors.Count > 1 && context.Ancestors[1] is TypeSystemDefinitionNode or TypeSystemExtensionNode;
            if (isSdl && (BuiltInScalars.Contains(name) || IntrospectionTypes.Contains(name)))
                return;
            var known = own.Concat(context.SchemaOrNull?.Types.Select(static type => type.Name) ?? []);
            if (isSdl)
                known = known.Concat(BuiltInScalars.All.Select(static type => type.Name)).Distinct();
            context.Report($"There is no type \"{name}\".{context.Suggest(name, known)}", name, node);
        });
    }
}
