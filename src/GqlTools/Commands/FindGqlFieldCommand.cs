using System.Management.Automation;
using GqlTools.Binding;
using GqlTools.Cmdlets;
using GqlTools.Errors;
using GqlTools.Language.Search;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Commands;

/// <summary>
/// <para type="synopsis">Finds fields of a schema, or the ways that lead to a type.</para>
/// <para type="description">Fields of objects, interfaces and inputs are found by their name, the type that has them, the type they give, their arguments and their
/// description.</para>
/// <para type="description">With -To, the answer is how to get there: the shortest ways first, field by field from the query root (or -From), with the arguments that are
/// required on the way and a selection to paste into a query.</para>
/// </summary>
/// <example>
/// <code>Find-GqlField *price*</code>
/// <para>Lists all fields with "price" in their names.</para>
/// </example>
/// <example>
/// <code>Find-GqlField -Type Money -Parent Order*</code>
/// <para>Lists the fields of order types that give money.</para>
/// </example>
/// <example>
/// <code>Find-GqlField -To OrderLine</code>
/// <para>Tells how to get from the query root to the lines of an order.</para>
/// </example>
[Cmdlet(VerbsCommon.Find, "GqlField", DefaultParameterSetName = ByName)]
[OutputType(typeof(FoundField), ParameterSetName = [ByName])]
[OutputType(typeof(SchemaPath), ParameterSetName = [ByPath])]
public sealed class FindGqlFieldCommand : SchemaCommand
{
    private const string ByName = "Name";
    private const string ByPath = "To";

    /// <summary>Names to look for, whatever their case, or coordinates such as Query.products. Wildcards are allowed. The default is *, all of them.</summary>
    [Parameter(ParameterSetName = ByName, Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(FieldNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Names of the types that have the fields. Wildcards are allowed.</summary>
    [Parameter(ParameterSetName = ByName)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(TypeNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Parent { get; set; }

    /// <summary>Names of the types that the fields give, whether alone, in lists or non-null. Wildcards are allowed.</summary>
    [Parameter(ParameterSetName = ByName)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(TypeNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Type { get; set; }

    /// <summary>Names of arguments that the fields have. Wildcards are allowed.</summary>
    [Parameter(ParameterSetName = ByName)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Argument { get; set; }

    /// <summary>A text that the description holds, whatever its case.</summary>
    [Parameter(ParameterSetName = ByName)]
    [ValidateNotNullOrEmpty]
    public string? Description { get; set; }

    /// <summary>Finds only deprecated fields; with -Deprecated:$false only others.</summary>
    [Parameter(ParameterSetName = ByName)]
    public SwitchParameter Deprecated { get; set; }

    /// <summary>The type to get to: an object, interface or union.</summary>
    [Parameter(ParameterSetName = ByPath, Mandatory = true)]
    [ArgumentCompleter(typeof(TypeNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string To { get; set; } = "";

    /// <summary>The type to begin at. Without it, the root of queries.</summary>
    [Parameter(ParameterSetName = ByPath)]
    [ArgumentCompleter(typeof(TypeNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string? From { get; set; }

    /// <summary>How many ways to find at most. The default is 10.</summary>
    [Parameter(ParameterSetName = ByPath)]
    [ValidateRange(1, int.MaxValue)]
    public int MaximumPaths { get; set; } = PathQuery.DefaultMaximumPaths;

    /// <summary>How many fields a way may have at most. The default is 8.</summary>
    [Parameter(ParameterSetName = ByPath)]
    [ValidateRange(1, int.MaxValue)]
    public int MaximumLength { get; set; } = PathQuery.DefaultMaximumLength;

    /// <summary>Finds ways through deprecated fields, too.</summary>
    [Parameter(ParameterSetName = ByPath)]
    public SwitchParameter IncludeDeprecated { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var schema = ResolveSchema();
        if (ParameterSetName == ByPath) WritePaths(schema);
        else WriteFields(schema);
    }

    private void WriteFields(Schema schema)
    {
        var query = new FieldQuery
        {
            Parent = NamePatterns.From(Parent),
            Type = NamePatterns.From(Type),
            Argument = NamePatterns.From(Argument),
            Description = Description,
            Deprecated = MyInvocation.BoundParameters.ContainsKey(nameof(Deprecated)) ? Deprecated.ToBool() : null,
        };
        foreach (var name in Name)
        {
            var found = SchemaSearch.FindFields(schema, query with { Name = NamePatterns.From(name) }).ToArray();
            WriteObject(found, enumerateCollection: true);
            if (found.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(name)) WriteError(ErrorRecords.FieldNotFound(name));
        }
    }

    private void WritePaths(Schema schema)
    {
        var query = new PathQuery(From ?? schema.Query?.Name ?? "Query", To)
        {
            MaximumPaths = MaximumPaths,
            MaximumLength = MaximumLength,
            IncludeDeprecated = IncludeDeprecated,
        };
        IReadOnlyList<SchemaPath> paths = [];
        try
        {
            paths = PathSearch.Find(schema, query);
        }
        catch (ArgumentException exception)
        {
            ThrowTerminatingError(ErrorRecords.PathInvalid(exception, To));
        }

        WriteObject(paths, enumerateCollection: true);
        if (paths.Count == 0) WriteError(ErrorRecords.PathNotFound(query.From, To, MaximumLength));
    }
}
