using System.Management.Automation;
using GqlTools.Client.Failures;
using GqlTools.Errors;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Cmdlets;

/// <summary>A command that works with a schema: the one it is given, or its session's.</summary>
public abstract class SchemaCommand : SessionCommand
{
    /// <summary>
    /// The schema: what Get-GqlSchema returned, or the path of a file in the schema definition language or with an introspection result in JSON.
    /// Without it the session's schema is used, which is fetched from the server when it is first needed.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public virtual object? Schema { get; set; }

    /// <summary>The schema that <see cref="Schema"/> means; without one, the session's. Ends the command where there is none.</summary>
    private protected Schema ResolveSchema()
    {
        try
        {
            return Schema is null ? Wait(ResolveSession().Schema.GetAsync(StopToken)) : ResolveSchema(Schema);
        }
        catch (GqlException exception)
        {
            ThrowTerminatingError(exception.ToErrorRecord(Schema));
            throw;
        }
    }
}
