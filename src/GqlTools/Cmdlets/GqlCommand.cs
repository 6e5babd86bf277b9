using System.Management.Automation;
using GqlTools.Binding;
using GqlTools.Client.Failures;
using GqlTools.Client.PersistedDocuments;
using GqlTools.Client.Operations;
using GqlTools.Client.Schemas;
using GqlTools.Errors;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Cmdlets;

/// <summary>
/// What all commands of the module share: a token that Ctrl+C cancels, and waiting on the pipeline thread.
/// <para>
/// The pipeline thread waits for and writes everything; no work of a command outlives it. <see cref="StopProcessing"/> only cancels, as it runs on
/// another thread that stops one command after the other. It is not called when <c>Select-Object -First</c> or a throw further down ends the
/// pipeline; <see cref="Dispose()"/> always is, and takes back what is still under way.
/// </para>
/// </summary>
public abstract class GqlCommand : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Cancelled when the pipeline is stopped.</summary>
    protected internal CancellationToken StopToken => _stopping.Token;

    /// <summary>Takes back what is under way.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Cancels, and returns.</summary>
    protected sealed override void StopProcessing() => _stopping.Cancel();

    /// <summary>Waits on the pipeline thread, which has no synchronization context and is there to wait.</summary>
    /// <typeparam name="T">The result's type.</typeparam>
    /// <param name="work">What to wait for.</param>
    /// <exception cref="PipelineStoppedException">The pipeline was stopped meanwhile.</exception>
    protected internal T Wait<T>(ValueTask<T> work)
    {
        try
        {
            if (work.IsCompleted) return work.Result;
            var task = work.AsTask();
            Parking.Park(task);
            return task.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <summary>Waits on the pipeline thread and shows meanwhile how it goes.</summary>
    internal T Wait<T>(ValueTask<T> work, ProgressWriter progress)
    {
        if (work.IsCompleted || progress.Silent) return Wait(work);
        var task = work.AsTask();
        Parking.Park(task, ProgressMeter.UpdateInterval, progress.Update);
        return Wait(new ValueTask<T>(task));
    }

    /// <inheritdoc cref="Wait{T}(ValueTask{T})"/>
    protected void Wait(Task work)
    {
        try
        {
            Parking.Park(work);
            work.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <summary>Ends the command where its parameters break a rule; what came from $PSDefaultParameterValues yields.</summary>
    internal void Require(IReadOnlyList<ParameterRule> rules)
    {
        if (ParameterRule.Apply(this, rules) is { } broken) ThrowTerminatingError(broken);
    }

    /// <summary>The one file that a path means. Ends the command where it means none or several.</summary>
    /// <param name="path">A path of this runspace; wildcards are allowed.</param>
    private protected string ResolveFile(string path)
    {
        var files = ResolveFiles(path);
        if (files.Count != 1) ThrowTerminatingError(ErrorRecords.FilePathInvalid(path, $"means {files.Count} files; name one."));
        if (Directory.Exists(files[0])) ThrowTerminatingError(ErrorRecords.FilePathInvalid(path, "is a folder; name a file."));
        return files[0];
    }

    /// <summary>The file that a path means, which need not be there. Ends the command where it means none of a file system.</summary>
    /// <param name="path">A path of this runspace, without wildcards.</param>
    internal string ResolveNewFile(string path)
    {
        var file = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
        if (provider.Name != "FileSystem") ThrowTerminatingError(ErrorRecords.FilePathInvalid(path, "is no path of a file system."));
        return file;
    }

    /// <summary>The files that a path means. Ends the command where it means none.</summary>
    /// <param name="path">A path of this runspace; wildcards are allowed, where it is not the name of a file as it stands, such as a[1].graphql.</param>
    private protected IReadOnlyList<string> ResolveFiles(string path)
    {
        try
        {
            var named = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
            if (File.Exists(named)) return [named];
            var files = SessionState.Path.GetResolvedProviderPathFromPSPath(path, out provider);
            if (provider.Name != "FileSystem") ThrowTerminatingError(ErrorRecords.FilePathInvalid(path, "is no path of a file system."));
            if (files.Count == 0) ThrowTerminatingError(ErrorRecords.FilePathInvalid(path, "means no file."));
            return files;
        }
        catch (SessionStateException exception)
        {
            ThrowTerminatingError(ErrorRecords.FileUnreadable(exception, path));
            throw;
        }
    }

    /// <summary>The text of a file. Ends the command where it cannot be read.</summary>
    /// <param name="path">A path of this runspace; wildcards are allowed.</param>
    internal string ReadText(string path) => Read(ResolveFile(path), File.ReadAllText);

    /// <summary>The schema in a file. Ends the command where the file cannot be read.</summary>
    /// <param name="path">A path of this runspace; wildcards are allowed.</param>
    /// <exception cref="GqlException">The file holds no schema.</exception>
    private protected Schema ReadSchema(string path) => Read(ResolveFile(path), SchemaFile.Read);

    /// <summary>The manifest of persisted documents in a file. Ends the command where the file cannot be read.</summary>
    /// <param name="path">A path of this runspace; wildcards are allowed.</param>
    /// <exception cref="GqlException">The file holds no manifest.</exception>
    internal PersistedManifest ReadManifest(string path) => Read(ResolveFile(path), PersistedManifest.Read);

    /// <summary>The schema that an argument means: itself, or the one in a file. Ends the command where it is neither.</summary>
    /// <param name="schema">A schema or a path.</param>
    /// <exception cref="GqlException">The file holds no schema.</exception>
    internal Schema ResolveSchema(object schema)
    {
        switch (schema is PSObject wrapper ? wrapper.BaseObject : schema)
        {
            case Schema known:
                return known;
            case string path:
                return ReadSchema(path);
            case var other:
                ThrowTerminatingError(ErrorRecords.SchemaArgumentInvalid(other));
                throw new PipelineStoppedException();
        }
    }

    private T Read<T>(string file, Func<string, T> read)
    {
        try
        {
            return read(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            ThrowTerminatingError(ErrorRecords.FileUnreadable(exception, file));
            throw;
        }
    }

    /// <summary>Takes back what is under way.</summary>
    /// <param name="disposing">Always true.</param>
    protected virtual void Dispose(bool disposing) => _stopping.Dispose();
}
