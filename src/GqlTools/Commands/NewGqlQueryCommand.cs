using System.Collections;
using System.Management.Automation;
using GqlTools.Binding;
using GqlTools.Cmdlets;
using GqlTools.Conversion;
using GqlTools.Errors;
using GqlTools.Language.Authoring;
using GqlTools.Language.Syntax;

namespace GqlTools.Commands;

/// <summary>
/// <para type="synopsis">Writes a query for a field from the schema.</para>
/// <para type="description">Writes a valid document that asks for a field of the query, mutation or subscription root, with the fields of its type down to -Depth. Required
/// arguments become variables of the operation; the values of -Argument are written into the document. Interfaces and unions are asked for by fragments,
/// one a possible type.</para>
/// </summary>
/// <example>
/// <code>New-GqlQuery products -Depth 3 -Argument @{ first = 10 } -Exclude edges</code>
/// <para>Writes a query for ten products with all that belongs to them.</para>
/// </example>
/// <example>
/// <code>New-GqlQuery product -Field sku, name, price.amount | Set-Content ./product.graphql</code>
/// <para>Writes a query for three fields of a product into a file.</para>
/// </example>
/// <example>
/// <code>Invoke-GqlQuery (New-GqlQuery search) -Variables @{ text = 'Lamp' } -ResultPath search</code>
/// <para>Writes a query, whose required argument is a variable, and sends it.</para>
/// </example>
[Cmdlet(VerbsCommon.New, "GqlQuery")]
[OutputType(typeof(string))]
public sealed class NewGqlQueryCommand : SchemaCommand
{
    /// <summary>A field of a root type, such as products, or its coordinate, such as Mutation.createOrder.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(RootFieldCompleter))]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>How many levels of selections to write. The default is 2.</summary>
    [Parameter]
    [ValidateRange(1, 50)]
    public int Depth { get; set; } = QueryOutline.DefaultDepth;

    /// <summary>Values of the field's arguments, which are written into the document. Texts become enum values where the schema says so.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Argument { get; set; }

    /// <summary>Makes variables of the optional arguments, too.</summary>
    [Parameter]
    public SwitchParameter AllArguments { get; set; }

    /// <summary>Selects only these: paths below the field such as nodes.price.amount, in which * stands for any characters of a name.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Field { get; set; }

    /// <summary>Leaves these out: paths below the field, or names that are left out everywhere.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Exclude { get; set; }

    /// <summary>Selects deprecated fields, too.</summary>
    [Parameter]
    public SwitchParameter IncludeDeprecated { get; set; }

    /// <summary>Query, Mutation or Subscription, where several root types have the field.</summary>
    [Parameter]
    public OperationType? OperationType { get; set; }

    /// <summary>The name of the operation. Without it, the field's name.</summary>
    [Parameter]
    [ValidatePattern("^[_A-Za-z][_0-9A-Za-z]*$")]
    public string? OperationName { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var schema = ResolveSchema();
        string text;
        try
        {
            var outline = new QueryOutline(Name)
            {
                Operation = OperationType,
                Name = OperationName,
                Depth = Depth,
                Arguments = PlainArguments.From(Argument, nameof(Argument)),
                AllArguments = AllArguments,
                Select = Field ?? [],
                Exclude = Exclude ?? [],
                IncludeDeprecated = IncludeDeprecated,
            };
            text = Printer.Print(QueryWriter.Write(schema, outline));
        }
        catch (QueryOutlineException exception)
        {
            WriteError(exception.ToErrorRecord(Name));
            return;
        }
        catch (VariableConversionException exception)
        {
            WriteError(exception.ToErrorRecord(Argument));
            return;
        }

        WriteObject(text);
    }
}
