namespace GqlTools.Language.Authoring;

internal enum CursorFrameKind
{
    Document,
    Selection,
    Arguments,
    InputObject,
    List,
    VariableDefinitions,
}
