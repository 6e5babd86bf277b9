using System.Management.Automation;
using GqlTools.Binding;
using GqlTools.Cmdlets;
using GqlTools.Errors;
using GqlTools.Language.Search;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Commands;

/// <summary>
/// <para type="synopsis">Finds types of a schema.</para>
/// <para type="description">Types are found by name (wildcards are allowed), kind, description, the interface or union they belong to, and by what they use. A type has
/// Name, Kind, Description and, by its kind, Fields, Values, Interfaces or Members.</para>
/// </summary>
/// <example>
/// <code>Find-GqlType *Connection</code>
/// <para>Lists the types of lists that come in pages.</para>
/// </example>
/// <example>
/// <code>Find-GqlType -Kind InputObject -Uses Category</code>
/// <para>Lists the input types that have a category in them.</para>
/// </example>
/// <example>
/// <code>(Find-GqlType OrderStatus).Values.Name</code>
/// <para>Lists the values of an enum.</para>
/// </example>
[Cmdlet(VerbsCommon.Find, "GqlType")]
[OutputType(typeof(NamedType))]
public sealed class FindGqlTypeCommand : SchemaCommand
{
    /// <summary>Names to look for, whatever their case. Wildcards are allowed. The default is *, all of them.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(TypeNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Kinds to look for: Object, Interface, Union, Enum, InputObject, Scalar.</summary>
    [Parameter]
    [ValidateSet(nameof(TypeKind.Object), nameof(TypeKind.Interface), nameof(TypeKind.Union), nameof(TypeKind.Enum), nameof(TypeKind.InputObject), nameof(TypeKind.Scalar))]
    public TypeKind[]? Kind { get; set; }

    /// <summary>An interface that the types implement, or a union that they belong to.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(TypeNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string? PossibleTypeOf { get; set; }

    /// <summary>Names of types that a field, argument or input field of the type has. Wildcards are allowed.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(TypeNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Uses { get; set; }

    /// <summary>A text that the description holds, whatever its case.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Description { get; set; }

    /// <summary>Finds the types of introspection, too, whose names begin with two underscores.</summary>
    [Parameter]
    public SwitchParameter IncludeIntrospection { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var schema = ResolveSchema();
        foreach (var missing in new[] { PossibleTypeOf }.Concat(Name.Where(static name => !WildcardPattern.ContainsWildcardCharacters(name))))
        {
            if (missing is not null && !schema.Types.Any(type => string.Equals(type.Name, missing, StringComparison.OrdinalIgnoreCase)))
                WriteError(ErrorRecords.TypeNotFound(missing));
        }

        var query = new TypeQuery
        {
            Name = NamePatterns.From(Name),
            Kinds = Kind ?? [],
            PossibleTypeOf = PossibleTypeOf,
            Uses = NamePatterns.From(Uses),
            Description = Description,
            IncludeIntrospection = IncludeIntrospection,
        };
        WriteObject(SchemaSearch.FindTypes(schema, query), enumerateCollection: true);
    }
}
