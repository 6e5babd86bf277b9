namespace GqlTools.Demo.Http;

/// <summary>The formats of incremental delivery, by the parameter of multipart/mixed that asks for them.</summary>
internal enum IncrementalFormat
{
    /// <summary>deferSpec=20220824: path, label and data of each part in <c>incremental</c>.</summary>
    Defer20220824,

    /// <summary>incrementalSpec=v0.2: <c>pending</c>, <c>incremental</c> and <c>completed</c> with ids.</summary>
    IncrementalV02,
}
