# Dot-sourced by tests of commands that need no server: imports the module; $shop is the file of the demo's schema, $schema what is in it.
Import-Module $PSScriptRoot/../../out/GqlTools/GqlTools.psd1
$shop = "$PSScriptRoot/../../src/GqlTools.Demo/Shop/shop.graphql"
$schema = Get-GqlSchema -Path $shop
