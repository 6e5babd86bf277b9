using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Abstractions;
using Microsoft.AspNetCore.Http.Features;

namespace GqlTools.Demo.Hosting;

/// <summary>
/// What Kestrel runs for each request: one delegate, and nothing around it. Logging, diagnostics and middleware of the usual host are left
/// out because benchmarks run the server on the client's own cores.
/// </summary>
internal sealed class DemoApplication(RequestDelegate handler) : IHttpApplication<DefaultHttpContext>
{
    public DefaultHttpContext CreateContext(IFeatureCollection contextFeatures)
    {
        // Kestrel keeps the context with the connection or stream, so that the next request on it reuses it.
        if (contextFeatures is not IHostContextContainer<DefaultHttpContext> container)
            return new DefaultHttpContext(contextFeatures);
        if (container.HostContext is { } kept)
        {
            kept.Initialize(contextFeatures);
            return kept;
        }

        return container.HostContext = new DefaultHttpContext(contextFeatures);
    }

    public async Task ProcessRequestAsync(DefaultHttpContext context)
    {
        try
        {
            await handler(context);
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException && context.RequestAborted.IsCancellationRequested)
        {
            // The client went away in the middle of its request: nobody is left to be answered.
        }
    }

    public void DisposeContext(DefaultHttpContext context, Exception? exception) => context.Uninitialize();
}
