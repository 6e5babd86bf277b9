@{
    RootModule = 'GqlTools.dll'
    ModuleVersion = '0.1.0'
}
