namespace GqlTools.Client.Uploads;

/// <summary>How far an attempt has come with its files.</summary>
/// <param name="FileName">The file that is being sent.</param>
/// <param name="BytesSent">Bytes of files handed to the connection, of all files of the attempt.</param>
/// <param name="BytesTotal">Bytes of all files; null where a stream does not know its length.</param>
public sealed record UploadProgress(string FileName, long BytesSent, long? BytesTotal);
