namespace GqlTools.Demo.Uploads;

/// <summary>A file that was read to its end, and of which only this is kept.</summary>
/// <param name="Name">The name its part gave; empty for none.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Its hash, in lowercase hexadecimal digits.</param>
/// <param name="ContentType">The media type its part gave; empty for none.</param>
internal sealed record UploadedFile(string Name, long Bytes, string Sha256, string ContentType);
