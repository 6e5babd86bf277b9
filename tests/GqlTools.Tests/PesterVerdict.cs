namespace GqlTools.Tests;

/// <summary>How a Pester test ended.</summary>
public enum PesterVerdict
{
    /// <summary>It did what it says.</summary>
    Passed,

    /// <summary>It did not, or Pester could not run it.</summary>
    Failed,

    /// <summary>It was left out for a stated reason.</summary>
    Skipped,
}
