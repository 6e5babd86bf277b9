using System.Management.Automation;
using GqlTools.Binding;
using GqlTools.Client.Failures;
using GqlTools.Client.Operations;
using GqlTools.Cmdlets;
using GqlTools.Conversion;
using GqlTools.Errors;
using GqlTools.Language.Analysis;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Commands;

/// <summary>
/// <para type="synopsis">Measures how much a document asks for, without sending it.</para>
/// <para type="description">For every operation: its depth, its fields and aliases, its cost (fields resolved at most), the objects of the largest possible answer, and the
/// nodes and points that GitHub would count. Page sizes come from the document, -Variables, the schema's defaults, or -AssumedPageSize.</para>
/// <para type="description">The schema tells lists from objects. Without a session and without -Schema, the measure goes by the document alone.</para>
/// </summary>
/// <example>
/// <code>Measure-GqlQuery '{ orders(first: 50) { nodes { lines { product { name } } } } }'</code>
/// <para>Shows depth, fields, cost and nodes of a query.</para>
/// </example>
/// <example>
/// <code>Measure-GqlQuery 'query ($n: Int) { products(first: $n) { nodes { sku } } }' -Variables @{ n = 20 } | Where-Object Nodes -GT 500</code>
/// <para>Lists queries that are too large; this one is not.</para>
/// </example>
[Cmdlet(VerbsDiagnostic.Measure, "GqlQuery", DefaultParameterSetName = ByText)]
[OutputType(typeof(OperationMeasure))]
public sealed class MeasureGqlQueryCommand : DocumentCommand
{
    private Schema? _schema;
    private MeasureOptions _options = MeasureOptions.Default;

    /// <summary>The variables: a hashtable, an object, or JSON text.</summary>
    [Parameter(Position = 1)]
    [ArgumentCompleter(typeof(VariablesCompleter))]
    [ValidateNotNull]
    public object? Variables { get; set; }

    /// <summary>The size of a page where neither document, variables nor schema tell it. The default is 100.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int AssumedPageSize { get; set; } = MeasureOptions.DefaultPageSize;

    /// <summary>The length of a list that does not come in pages. The default is 10.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int AssumedListSize { get; set; } = MeasureOptions.DefaultListSize;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        var hasSchema = Schema is not null || Session is not null || RunspaceSessions.OfThisRunspace().Current is not null;
        _schema = hasSchema ? ResolveSchema() : null;
        try
        {
            _options = new MeasureOptions
            {
                AssumedPageSize = AssumedPageSize,
                AssumedListSize = AssumedListSize,
                Variables = Variables is null ? null : PlainArguments.From(Variables, nameof(Variables)),
            };
        }
        catch (VariableConversionException exception)
        {
            ThrowTerminatingError(exception.ToErrorRecord(Variables));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var (text, target) in ReadDocuments()) WriteObject(Measure(text, target), enumerateCollection: true);
    }

    private IReadOnlyList<OperationMeasure> Measure(string text, object target)
    {
        try
        {
            return DocumentMeasure.MeasureAll(GqlDocument.Parse(text).Syntax, _schema, _options);
        }
        catch (GqlException exception)
        {
            WriteError(exception.ToErrorRecord(target));
            return [];
        }
    }
}
