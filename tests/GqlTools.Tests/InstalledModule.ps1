# Dot-sourced by tests with parallel blocks: these find the module by its name, as where it is installed. $pathBefore is the PSModulePath to put back.
$pathBefore = $env:PSModulePath
$env:PSModulePath = "$(Resolve-Path $PSScriptRoot/../../out)", $env:PSModulePath -join [System.IO.Path]::PathSeparator
Import-Module GqlTools
