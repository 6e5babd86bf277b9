using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Validation.Rules;

/// <summary>The directives of the schema (or the specification, without one) and those the document itself defines, which come first.</summary>
internal sealed class KnownDirectiveTable
{
    private readonly Schema? _schema;
    private readonly Dictionary<string, DirectiveDefinitionNode>? _own;

    public KnownDirectiveTable(RuleContext context)
    {
        _schema = context.SchemaOrNull;
        foreach (var definition in context.Document.Definitions)
        {
            if (definition is DirectiveDefinitionNode node)
                (_own ??= new(StringComparer.Ordinal))[node.Name.Value] = node;
        }
    }

    public Entry? Find(string name)
    {
        if (_own is not null && _own.TryGetValue(name, out var node))
        {
            return new Entry(
                node.Locations.Select(static location => location.Value).ToArray(),
                node.Repeatable,
                node.Arguments.Select(static argument => new Argument(
                    argument.Name.Value, Printer.Print(argument.Type), argument.Type is NonNullTypeNode && argument.DefaultValue is null)).ToArray());
        }

        var known = _schema is null ? BuiltInDirectives.Specified.FirstOrDefault(item => item.Name == name) : _schema.FindDirective(name);
        return known is null ? null : new Entry(
            known.Locations.Select(DirectiveLocations.ToName).ToArray(),
            known.IsRepeatable,
            known.Arguments.Select(static argument => new Argument(argument.Name, argument.Type.ToString(), argument.IsRequired)).ToArray());
    }

    internal sealed record Entry(IReadOnlyList<string> Locations, bool IsRepeatable, IReadOnlyList<Argument> Arguments);

    internal sealed record Argument(string Name, string Type, bool IsRequired);
}
