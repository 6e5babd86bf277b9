using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Validation;

/// <summary>Whether a type keeps what its interfaces promise (specification section 3.6.1, IsValidImplementation).</summary>
internal static class InterfaceCheck
{
    private const string Rule = "Interfaces";

    public static void Run(SchemaReport report, CompositeType type)
    {
        var seen = new HashSet<NamedType>();
        foreach (var declared in type.DeclaredInterfaces)
        {
            var nodes = SchemaReport.ImplementsSyntax(type, declared.Name);
            if (declared is not InterfaceType implemented)
                report.Add(Rule, $"The type \"{type}\" can only implement interfaces; \"{declared}\" is none.", type.Name, nodes);
            else if (ReferenceEquals(declared, type))
                report.Add(Rule, $"The interface \"{type}\" cannot implement itself.", type.Name, nodes);
            else if (!seen.Add(declared))
                report.Add(Rule, $"The type \"{type}\" implements \"{declared}\" more than once.", type.Name, nodes);
            else
                CheckImplementation(report, type, implemented);
        }
    }

    private static void CheckImplementation(SchemaReport report, CompositeType type, InterfaceType implemented)
    {
        foreach (var inherited in implemented.DeclaredInterfaces)
        {
            if (type.DeclaredInterfaces.Contains(inherited))
                continue;
            report.Add(
                Rule,
                ReferenceEquals(inherited, type)
                    ? $"The interfaces \"{type}\" and \"{implemented}\" cannot implement each other."
                    : $"The type \"{type}\" must also implement \"{inherited}\", which its interface \"{implemented}\" implements.",
                type.Name,
                [.. SchemaReport.ImplementsSyntax(implemented, inherited.Name), .. SchemaReport.ImplementsSyntax(type, implemented.Name)]);
        }

        foreach (var promised in implemented.Fields)
        {
            if (type.Fields.Find(promised.Name) is { } field)
                CheckField(report, field, promised);
            else
                report.Add(Rule, $"The type \"{type}\" needs the field {promised} of its interface.", type.Name, [promised.Syntax, type.Syntax, .. type.ExtensionSyntax]);
        }
    }

    private static void CheckField(SchemaReport report, FieldDefinition field, FieldDefinition promised)
    {
        if (!report.Schema.IsSubType(field.Type, promised.Type))
        {
            report.Add(
                Rule,
                $"{field} is of type \"{field.Type}\", but the interface's {promised} promises \"{promised.Type}\".",
                field.Coordinate,
                promised.Syntax?.Type,
                field.Syntax?.Type);
        }

        foreach (var argument in promised.Arguments)
        {
            if (field.Arguments.Find(argument.Name) is not { } own)
            {
                report.Add(Rule, $"{field} needs the argument {argument} of its interface.", field.Coordinate, argument.Syntax, field.Syntax);
            }
            else if (!ReferenceEquals(argument.Type, own.Type))
            {
                report.Add(
                    Rule,
                    $"{own} is of type \"{own.Type}\", but the interface's {argument} of type \"{argument.Type}\".",
                    own.Coordinate,
                    argument.Syntax?.Type,
                    own.Syntax?.Type);
            }
        }

        foreach (var own in field.Arguments)
        {
            if (own.IsRequired && !promised.Arguments.Contains(own.Name))
            {
                report.Add(
                    Rule, $"{own} must not be required, as the interface's {promised} does not have it.", own.Coordinate, own.Syntax, promised.Syntax);
            }
        }

        if (field.DeprecationReason is not null && promised.DeprecationReason is null)
        {
            report.Add(
                Rule,
                $"{field} cannot be deprecated while the interface's {promised} is not.",
                field.Coordinate,
                SchemaReport.DeprecatedSyntax(field.Syntax?.Directives),
                field.Syntax?.Type);
        }
    }
}
