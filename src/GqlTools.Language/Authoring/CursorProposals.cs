using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Authoring;

/// <summary>Lists what may stand where a <see cref="CursorScan"/> ended.</summary>
internal sealed class CursorProposals(Schema? schema, DocumentNames names, bool hasColon)
{
    public IEnumerable<Proposal> For(CursorFrame frame) => frame switch
    {
        { Step: CursorStep.DirectiveName } => Directives(frame.Location),
        { Kind: CursorFrameKind.Document } => InDocument(frame),
        { Kind: CursorFrameKind.Selection } => InSelection(frame),
        { Kind: CursorFrameKind.VariableDefinitions } => InVariables(frame),
        { Step: CursorStep.VariableName } => Variables(frame.ValueType, withDollar: false),
        { Step: CursorStep.Value } => Values(frame.ValueType),
        { Step: CursorStep.Start, Inputs: { } inputs } => Inputs(inputs, frame),
        _ => [],
    };

    private IEnumerable<Proposal> InDocument(CursorFrame frame) => frame.Step switch
    {
        CursorStep.Start => Keywords(),
        CursorStep.On => [Keyword("on")],
        CursorStep.TypeCondition => Types(static type => type.IsComposite),
        _ => [],
    };

    private IEnumerable<Proposal> InSelection(CursorFrame frame) => frame.Step switch
    {
        CursorStep.AfterSpread => Fragments(frame.Parent).Prepend(Keyword("on")),
        CursorStep.TypeCondition => Types(type =>
            type is CompositeType composite && (frame.Parent is null || schema!.Overlap(frame.Parent, composite))),
        _ => frame.Parent is null ? [] : Fields(frame.Parent),
    };

    private IEnumerable<Proposal> InVariables(CursorFrame frame) => frame.Step switch
    {
        CursorStep.VariableName => names.UndeclaredVariables.Select(static name => new Proposal(name, name, ProposalKind.Variable, $"${name}, used in the document")),
        CursorStep.Type => Types(static type => type.IsInputType),
        CursorStep.Value => Constants(frame.ValueType),
        _ => [],
    };

    private IEnumerable<Proposal> Keywords()
    {
        yield return Keyword("query");
        if (schema is not { Mutation: null }) yield return Keyword("mutation");
        if (schema is not { Subscription: null }) yield return Keyword("subscription");
        yield return Keyword("fragment");
    }

    private static Proposal Keyword(string word) => new(word, word, ProposalKind.Keyword, word);

    private IEnumerable<Proposal> Fields(CompositeType parent)
    {
        var fields = parent.Fields.OrderBy(static field => field.DeprecationReason is not null);
        var meta = schema!.FindField(parent, "__typename")!;
        foreach (var field in fields.Append(meta))
            yield return new Proposal(field.Name, field.Name, ProposalKind.Field, ElementText.Describe(field));
        if (ReferenceEquals(parent, schema.Query))
        {
            foreach (var name in new[] { "__schema", "__type" })
                yield return new Proposal(name, name, ProposalKind.Field, ElementText.Describe(schema.FindField(parent, name)!));
        }
    }

    private IEnumerable<Proposal> Fragments(CompositeType? parent)
    {
        foreach (var (name, typeName) in names.Fragments)
        {
            if (parent is null || schema!.FindType(typeName) is not CompositeType type || schema.Overlap(parent, type))
                yield return new Proposal(name, name, ProposalKind.Fragment, $"fragment {name} on {typeName}");
        }
    }

    private IEnumerable<Proposal> Directives(DirectiveLocation location) => schema is null
        ? []
        : schema.Directives.Where(directive => directive.Locations.Contains(location))
            .Select(static directive => new Proposal(directive.Name, directive.Name, ProposalKind.Directive, ElementText.Describe(directive)));

    private IEnumerable<Proposal> Types(Func<NamedType, bool> fits) => schema is null
        ? []
        : schema.Types.Where(fits)
            .OrderBy(static type => type.Name.StartsWith("__", StringComparison.Ordinal)).ThenBy(static type => type.Name, StringComparer.OrdinalIgnoreCase)
            .Select(static type => new Proposal(type.Name, type.Name, ProposalKind.Type, ElementText.Describe(type)));

    private IEnumerable<Proposal> Inputs(NamedList<InputValueDefinition> inputs, CursorFrame frame)
    {
        var kind = frame.Kind == CursorFrameKind.InputObject ? ProposalKind.InputField : ProposalKind.Argument;
        foreach (var input in inputs.Where(input => !frame.Given.Contains(input.Name)).OrderBy(Rank))
            yield return new Proposal(hasColon ? input.Name : input.Name + ": ", input.Name, kind, ElementText.Describe(input));

        static int Rank(InputValueDefinition input) => input.DeprecationReason is not null ? 2 : input.IsRequired ? 0 : 1;
    }

    private IEnumerable<Proposal> Values(GraphQLType? type) => Variables(type, withDollar: true).Concat(Constants(type));

    // A variable whose type has another name at its core cannot fit; whether lists and non-nulls fit, validation tells.
    private IEnumerable<Proposal> Variables(GraphQLType? type, bool withDollar)
    {
        foreach (var (name, typeName) in names.Variables)
        {
            if (type is not null && typeName.Length > 0 && typeName != type.Named.Name) continue;
            var text = withDollar ? "$" + name : name;
            yield return new Proposal(text, text, ProposalKind.Variable, $"${name}: {typeName}");
        }
    }

    private static IEnumerable<Proposal> Constants(GraphQLType? type)
    {
        if (type is null) yield break;
        if (type.Named is EnumType known)
        {
            foreach (var value in known.Values.OrderBy(static value => value.DeprecationReason is not null))
                yield return new Proposal(value.Name, value.Name, ProposalKind.Value, ElementText.Describe(value));
        }
        else if (type.Named.Name == "Boolean")
        {
            yield return Constant("true");
            yield return Constant("false");
        }

        if (!type.IsNonNull) yield return Constant("null");

        static Proposal Constant(string text) => new(text, text, ProposalKind.Value, text);
    }
}
