namespace GqlTools.Client.Uploads;

/// <summary>A file of a request, and where in it the file stands (graphql-multipart-request-spec).</summary>
/// <param name="Path">
/// The way to it, such as <c>variables.file</c> or <c>variables.input.files.0</c>. The variables have null there.
/// </param>
/// <param name="Source">Where its bytes come from. A source that stands in several places is sent once.</param>
public sealed record GqlUpload(string Path, UploadSource Source);
