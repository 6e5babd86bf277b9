using GqlTools.Language.Introspection;
using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Validation;

/// <summary>Tells whether a schema obeys the rules of the specification's section 3 ("Type Validation" of each kind of type).</summary>
public static class SchemaValidator
{
    /// <summary>Validates a schema.</summary>
    /// <param name="schema">The schema.</param>
    /// <returns>What is wrong, with coordinates, and locations where the schema was built from a document; empty when the schema is valid.</returns>
    public static IReadOnlyList<ValidationError> Validate(Schema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        var report = new SchemaReport(schema);
        CheckRoots(report);
        foreach (var directive in schema.Directives)
        {
            CheckName(report, directive, directive.Syntax);
            if (directive.Locations.Count == 0)
                report.Add("Directives", $"The directive {directive} needs at least one location.", directive.Coordinate, directive.Syntax);
            foreach (var argument in directive.Arguments)
                CheckInputValue(report, argument, argument.Syntax);
        }

        foreach (var type in schema.Types)
        {
            if (!IntrospectionTypes.Contains(type.Name))
                CheckName(report, type, type.Syntax);
            switch (type)
            {
                case UnionType union:
                    CheckUnion(report, union);
                    break;
                case CompositeType composite:
                    CheckFields(report, composite);
                    InterfaceCheck.Run(report, composite);
                    break;
                case EnumType enumType:
                    CheckEnum(report, enumType);
                    break;
                case InputObjectType input:
                    CheckInputObject(report, input);
                    break;
            }
        }

        InputObjectCycles.Run(report);
        return report.Errors;
    }

    private static void CheckRoots(SchemaReport report)
    {
        var schema = report.Schema;
        if (schema.QueryRoot is null)
            report.Add("RootTypes", "A schema needs a root type for queries; define a type \"Query\" or name one in the schema definition.", null, schema.Syntax);
        var byType = new Dictionary<NamedType, List<OperationType>>();
        foreach (var operation in Enum.GetValues<OperationType>())
        {
            if (schema.GetDeclaredRoot(operation) is not { } root)
                continue;
            if (root is not ObjectType)
            {
                report.Add(
                    "RootTypes",
                    $"The root type of {Name(operation)} operations must be an object type; \"{root}\" is none.",
                    root.Name,
                    report.RootSyntax(operation) ?? (SyntaxNode?)root.Syntax);
                continue;
            }

            if (!byType.TryGetValue(root, out var operations))
                byType.Add(root, operations = []);
            operations.Add(operation);
        }

        foreach (var (type, operations) in byType)
        {
            if (operations.Count > 1)
            {
                report.Add(
                    "RootTypes",
                    $"The type \"{type}\" is the root type of {string.Join(" and ", operations.Select(Name))} operations; each kind needs its own.",
                    type.Name,
                    operations.Select(report.RootSyntax).ToArray());
            }
        }
    }

    private static string Name(OperationType operation) => operation.ToString().ToLowerInvariant();

    private static void CheckName(SchemaReport report, ISchemaElement element, SyntaxNode? syntax)
    {
        if (element.Name.StartsWith("__", StringComparison.Ordinal))
            report.Add("ReservedNames", $"The name \"{element.Name}\" must not begin with \"__\": such names belong to introspection.", element.Coordinate, syntax);
    }

    private static void CheckInputValue(SchemaReport report, InputValueDefinition value, SyntaxNode? typeSyntax)
    {
        CheckName(report, value, value.Syntax);
        if (!value.Type.IsInputType)
        {
            report.Add(
                "InputTypes", $"The type of {value} must be a scalar, an enum or an input object; \"{value.Type}\" is none.", value.Coordinate, typeSyntax);
        }

        if (value.IsRequired && value.DeprecationReason is not null)
        {
            report.Add(
                "RequiredDeprecated",
                $"{value} is required and cannot be deprecated; make it nullable or give it a default first.",
                value.Coordinate,
                SchemaReport.DeprecatedSyntax(value.Syntax?.Directives),
                value.Syntax?.Type);
        }

        if (value.DefaultValue is not null && value.Type.IsInputType)
        {
            LiteralCheck.Run(value.DefaultValue, value.Type, false, (node, path, message) => report.Add(
                "DefaultValues", $"The default value of {value} does not fit its type{(path.Length == 0 ? string.Empty : $" at {path}")}. {message}", value.Coordinate, node));
        }
    }

    private static void CheckFields(SchemaReport report, CompositeType type)
    {
        if (type.Fields.Count == 0)
            report.Add("EmptyTypes", $"The type \"{type}\" needs at least one field.", type.Name, [type.Syntax, .. type.ExtensionSyntax]);
        foreach (var field in type.Fields)
        {
            CheckName(report, field, field.Syntax);
            if (!field.Type.IsOutputType)
            {
                report.Add(
                    "OutputTypes",
                    $"The type of {field} must be a scalar, an enum, an object, an interface or a union; \"{field.Type}\" is none.",
                    field.Coordinate,
                    field.Syntax?.Type);
            }

            foreach (var argument in field.Arguments)
                CheckInputValue(report, argument, argument.Syntax?.Type);
        }
    }

    private static void CheckUnion(SchemaReport report, UnionType union)
    {
        if (union.DeclaredMembers.Count == 0)
            report.Add("EmptyTypes", $"The union \"{union}\" needs at least one member type.", union.Name, [union.Syntax, .. union.ExtensionSyntax]);
        var seen = new HashSet<NamedType>();
        foreach (var member in union.DeclaredMembers)
        {
            var nodes = SchemaReport.MemberSyntax(union, member.Name);
            if (!seen.Add(member))
                report.Add("UnionMembers", $"The union \"{union}\" names \"{member}\" more than once.", union.Name, nodes);
            else if (member is not ObjectType)
                report.Add("UnionMembers", $"The members of the union \"{union}\" must be object types; \"{member}\" is none.", union.Name, nodes);
        }
    }

    private static void CheckEnum(SchemaReport report, EnumType type)
    {
        if (type.Values.Count == 0)
            report.Add("EmptyTypes", $"The enum \"{type}\" needs at least one value.", type.Name, [type.Syntax, .. type.ExtensionSyntax]);
        foreach (var value in type.Values)
            CheckName(report, value, value.Syntax);
    }

    private static void CheckInputObject(SchemaReport report, InputObjectType type)
    {
        if (type.Fields.Count == 0)
            report.Add("EmptyTypes", $"The input object \"{type}\" needs at least one field.", type.Name, [type.Syntax, .. type.ExtensionSyntax]);
        foreach (var field in type.Fields)
        {
            CheckInputValue(report, field, field.Syntax?.Type);
            if (!type.IsOneOf)
                continue;
            if (field.Type.IsNonNull)
                report.Add("OneOf", $"{field} belongs to a OneOf input object and must be nullable.", field.Coordinate, field.Syntax?.Type);
            if (field.DefaultValue is not null)
                report.Add("OneOf", $"{field} belongs to a OneOf input object and cannot have a default value.", field.Coordinate, field.Syntax);
        }
    }
}
