using System.Globalization;
using System.Management.Automation;
using GqlTools.Client.Failures;
using GqlTools.Client.Operations;
using GqlTools.Client.Requests;
using GqlTools.Client.Responses;
using GqlTools.Conversion;
using GqlTools.Errors;
using GqlTools.Output;

namespace GqlTools.Cmdlets;

/// <summary>
/// Writes what became of requests of one operation: data or whole responses to the output, everything that went wrong as error records. Must be
/// used on the pipeline thread.
/// </summary>
internal sealed class ResponseWriter(Cmdlet command, GqlOperation operation, ScalarConversion? scalars)
{
    /// <summary>The way to the part of the data to write; null for all of it.</summary>
    public string? ResultPath { get; init; }

    /// <summary>Whether whole responses are written in place of their data.</summary>
    public bool Raw { get; init; }

    /// <summary>Writes an answer, or what kept it from coming.</summary>
    /// <returns>Whether an answer came without errors and all of it could be written.</returns>
    public bool Write(in RequestOutcome<object?> outcome)
    {
        if (outcome.Response is { } response) return Write(response, outcome.Request);
        command.WriteError(outcome.Failure!.ToErrorRecord(outcome.Request.Tag ?? operation.Name));
        return false;
    }

    /// <summary>Writes a part of an answer's data.</summary>
    /// <param name="value">The part.</param>
    /// <param name="path">Response names that lead to it.</param>
    /// <param name="target">The target of errors.</param>
    public void WritePart(object? value, IReadOnlyList<string> path, object? target)
    {
        if (scalars is not null)
        {
            var problems = new List<ScalarConversionException>();
            value = scalars.ConvertPart(value, path, problems);
            foreach (var problem in problems) command.WriteError(problem.ToErrorRecord(target));
        }

        command.WriteObject(value);
    }

    private bool Write(GqlResponse<object?> response, GqlRequest request)
    {
        var succeeded = response.Errors.Count == 0;
        foreach (var problem in scalars?.ConvertData(response.Data) ?? [])
        {
            succeeded = false;
            command.WriteError(problem.ToErrorRecord(request.Tag));
        }

        if (response.Attempts.Count > 1) command.WriteVerbose(DescribeAttempts(response));
        var errors = response.Errors.Select(error => new GqlQueryError(error, operation.Name)).ToArray();
        if (Raw)
        {
            command.WriteObject(new GqlQueryResult(response, errors));
            return succeeded;
        }

        if (response.HasData) succeeded &= WriteData(response.Data, request);
        for (var index = 0; index < errors.Length; index++)
            command.WriteError(errors[index].ToErrorRecord(response.ToException(response.Errors[index])));
        return succeeded;
    }

    private bool WriteData(object? data, GqlRequest request)
    {
        if (ResultPath is null)
        {
            command.WriteObject(data);
            return true;
        }

        List<object> selected;
        try
        {
            selected = [.. Conversion.ResultPath.Select(data, ResultPath)];
        }
        catch (ResultPathException exception)
        {
            command.WriteError(exception.ToErrorRecord(request.Tag));
            return false;
        }

        command.WriteObject(selected, enumerateCollection: true);
        return true;
    }

    /// <summary>That it took several attempts, and why.</summary>
    internal static string DescribeAttempts(GqlResponse<object?> response) => string.Create(
        CultureInfo.InvariantCulture,
        $"Answered at attempt {response.Attempts.Count} after {response.Duration.TotalSeconds:0.###} s: {string.Join("; ", response.Attempts.SkipLast(1).Select(attempt => $"{attempt.Failure} ({attempt.StatusCode?.ToString(CultureInfo.InvariantCulture) ?? "no status"}, {attempt.Verdict?.Reason}), waited {attempt.Verdict?.Delay.TotalSeconds:0.###} s"))}");
}
