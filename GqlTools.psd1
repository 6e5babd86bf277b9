@{
    ModuleVersion = '0.1.0'
    GUID = '5d1f4c0a-6a0b-4a53-9f9e-0e2c6f2f4b7d'
    Author = 'The GqlTools contributors'
    CompanyName = 'The GqlTools contributors'
    Copyright = '(c) The GqlTools contributors. MIT licence.'
    Description = 'A GraphQL client: permanent sessions that any number of pipelines share over one HTTP/2 connection.'
    PowerShellVersion = '7.4'
    CompatiblePSEditions = @('Core')

    # Loaded in this order: the loader lets GqlTools.dll find what it stands on, in a load context of its own.
    NestedModules = @('GqlTools.Loader.dll')
    RootModule = 'GqlTools.dll'
    FormatsToProcess = @('GqlTools.Format.ps1xml')

    CmdletsToExport = @(
        'Close-GqlSession'
        'Compare-GqlSchema'
        'Export-GqlSchema'
        'Find-GqlField'
        'Find-GqlType'
        'Format-GqlQuery'
        'Get-GqlSchema'
        'Get-GqlSession'
        'Invoke-GqlQuery'
        'Measure-GqlQuery'
        'New-GqlQuery'
        'Open-GqlSession'
        'Test-GqlQuery'
        'Test-GqlSession'
        'Watch-GqlSubscription'
    )
    FunctionsToExport = @()
    AliasesToExport = @()
    VariablesToExport = @()

    PrivateData = @{
        PSData = @{
            Tags = @('GraphQL', 'API', 'HTTP2', 'Client', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
        }
    }
}
