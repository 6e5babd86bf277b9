namespace GqlTools.Demo.Hosting;

/// <summary>The TCP ports of the three endpoints; 0 where the system is to choose.</summary>
internal readonly record struct DemoPorts(int Https, int Http, int H2c);
