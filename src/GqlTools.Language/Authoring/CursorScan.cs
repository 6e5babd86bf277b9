using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Authoring;

// What stands at the cursor.
//
// The text before the cursor is read token by token through a stack of open brackets, without a tree: a document that is being written seldom
// parses, and what comes after the cursor does not matter for what may stand at it. Each frame of the stack knows the type it stands on and how far
// it has come. Tokens that cannot stand where they stand are passed over.

/// <summary>Reads the text before the cursor and ends up in the frame that the cursor stands in.</summary>
internal sealed class CursorScan(Schema? schema)
{
    private readonly Stack<CursorFrame> _frames = new([new CursorFrame(CursorFrameKind.Document)]);

    /// <summary>The innermost brackets around the cursor.</summary>
    public CursorFrame Frame => _frames.Peek();

    /// <summary>Reads the text.</summary>
    /// <param name="text">The text up to the word under the cursor.</param>
    /// <returns>False when the cursor stands within a string or comment, or after something that is no GraphQL.</returns>
    public bool Read(string text)
    {
        var lexer = new Lexer(new SourceText(text), int.MaxValue);
        try
        {
            for (lexer.Advance(); lexer.Kind != TokenKind.EndOfDocument; lexer.Advance())
                Take(ref lexer);
        }
        catch (GraphQLSyntaxException)
        {
            return false;
        }

        // An open comment swallows the cursor.
        var rest = text.AsSpan(lexer.PreviousEnd);
        return rest.LastIndexOf('#') <= rest.LastIndexOfAny('\n', '\r');
    }

    private void Take(ref Lexer lexer)
    {
        var frame = Frame;
        switch (lexer.Kind)
        {
            case TokenKind.At:
                frame.Step = CursorStep.DirectiveName;
                return;
            case TokenKind.Name when frame.Step == CursorStep.DirectiveName:
                frame.Directive = schema?.FindDirective(lexer.GetName());
                frame.IsAfterDirective = true;
                frame.Step = frame.Kind == CursorFrameKind.VariableDefinitions ? CursorStep.Start : CursorStep.AfterName;
                return;
            case TokenKind.ParenOpen when frame.IsAfterDirective:
                frame.IsAfterDirective = false;
                _frames.Push(new CursorFrame(CursorFrameKind.Arguments) { Inputs = frame.Directive?.Arguments });
                return;
            case TokenKind.BraceClose or TokenKind.BracketClose or TokenKind.ParenClose:
                if (frame.Kind == CursorFrameKind.VariableDefinitions && lexer.Kind == TokenKind.BracketClose) return;
                if (_frames.Count > 1) _frames.Pop();
                if (lexer.Kind == TokenKind.BraceClose && Frame.Kind is CursorFrameKind.Document or CursorFrameKind.Selection) Reset(Frame);
                return;
        }

        frame.IsAfterDirective = false;
        switch (frame.Kind)
        {
            case CursorFrameKind.Document:
                TakeInDocument(frame, ref lexer);
                break;
            case CursorFrameKind.Selection:
                TakeInSelection(frame, ref lexer);
                break;
            case CursorFrameKind.VariableDefinitions:
                TakeInVariables(frame, ref lexer);
                break;
            default:
                TakeInInputs(frame, ref lexer);
                break;
        }
    }

    private static void Reset(CursorFrame frame)
    {
        frame.Step = CursorStep.Start;
        frame.Next = null;
        frame.Field = null;
    }

    private void TakeInDocument(CursorFrame frame, ref Lexer lexer)
    {
        switch (lexer.Kind)
        {
            case TokenKind.BraceOpen:
                var shorthand = frame.Step == CursorStep.Start && frame.Next is null;
                _frames.Push(new CursorFrame(CursorFrameKind.Selection) { Parent = shorthand ? schema?.Query : frame.Next });
                break;
            case TokenKind.ParenOpen:
                _frames.Push(new CursorFrame(CursorFrameKind.VariableDefinitions) { Location = DirectiveLocation.VariableDefinition });
                break;
            case TokenKind.Name when frame.Step == CursorStep.Start:
                BeginDefinition(frame, lexer.GetName());
                break;
            case TokenKind.Name when frame.Step == CursorStep.FragmentName:
                frame.Step = CursorStep.On;
                break;
            case TokenKind.Name when frame.Step == CursorStep.On:
                frame.Step = CursorStep.TypeCondition;
                break;
            case TokenKind.Name when frame.Step == CursorStep.TypeCondition:
                frame.Next = schema?.FindType(lexer.GetName()) as CompositeType;
                frame.Step = CursorStep.AfterName;
                break;
            case TokenKind.Name:
                frame.Step = CursorStep.AfterName;
                break;
        }
    }

    private void BeginDefinition(CursorFrame frame, string keyword)
    {
        if (keyword == "fragment")
        {
            frame.Step = CursorStep.FragmentName;
            frame.Location = DirectiveLocation.FragmentDefinition;
            return;
        }

        (frame.Operation, frame.Location) = keyword switch
        {
            "mutation" => (OperationType.Mutation, DirectiveLocation.Mutation),
            "subscription" => (OperationType.Subscription, DirectiveLocation.Subscription),
            _ => (OperationType.Query, DirectiveLocation.Query),
        };
        frame.Next = schema?.GetRootType(frame.Operation);
        frame.Step = CursorStep.OperationName;
    }

    private void TakeInSelection(CursorFrame frame, ref Lexer lexer)
    {
        switch (lexer.Kind)
        {
            case TokenKind.Name when frame.Step == CursorStep.AfterSpread:
                var isCondition = lexer.IsName("on");
                frame.Step = isCondition ? CursorStep.TypeCondition : CursorStep.AfterName;
                frame.Location = isCondition ? DirectiveLocation.InlineFragment : DirectiveLocation.FragmentSpread;
                break;
            case TokenKind.Name when frame.Step == CursorStep.TypeCondition:
                frame.Next = schema?.FindType(lexer.GetName()) as CompositeType;
                frame.Step = CursorStep.AfterName;
                break;
            case TokenKind.Name:
                frame.Field = frame.Parent is null ? null : schema?.FindField(frame.Parent, lexer.GetName());
                frame.Next = frame.Field?.Type.Named as CompositeType;
                frame.Location = DirectiveLocation.Field;
                frame.Step = CursorStep.AfterName;
                break;
            case TokenKind.Colon:
                frame.Step = CursorStep.AfterAlias;
                break;
            case TokenKind.Spread:
                frame.Field = null;
                frame.Next = frame.Parent;
                frame.Location = DirectiveLocation.InlineFragment;
                frame.Step = CursorStep.AfterSpread;
                break;
            case TokenKind.ParenOpen:
                _frames.Push(new CursorFrame(CursorFrameKind.Arguments) { Inputs = frame.Field?.Arguments });
                break;
            case TokenKind.BraceOpen:
                _frames.Push(new CursorFrame(CursorFrameKind.Selection) { Parent = frame.Next });
                break;
        }
    }

    private void TakeInVariables(CursorFrame frame, ref Lexer lexer)
    {
        switch (lexer.Kind)
        {
            case TokenKind.Dollar:
                frame.Step = CursorStep.VariableName;
                break;
            case TokenKind.Colon:
                frame.Step = CursorStep.Type;
                break;
            case TokenKind.EqualsSign:
                frame.Step = CursorStep.Value;
                break;
            case TokenKind.Name when frame.Step == CursorStep.VariableName:
                frame.Step = CursorStep.AfterName;
                break;
            case TokenKind.Name when frame.Step == CursorStep.Type:
                frame.ValueType = schema?.FindType(lexer.GetName());
                frame.Step = CursorStep.AfterType;
                break;
            case TokenKind.BracketOpen or TokenKind.BraceOpen when frame.Step == CursorStep.Value:
                PushValue(frame, lexer.Kind);
                frame.Step = CursorStep.Start;
                break;
            case TokenKind.Name or TokenKind.Int or TokenKind.Float or TokenKind.String or TokenKind.BlockString:
                frame.Step = CursorStep.Start;
                break;
        }
    }

    private void TakeInInputs(CursorFrame frame, ref Lexer lexer)
    {
        var isList = frame.Kind == CursorFrameKind.List;
        switch (lexer.Kind)
        {
            case TokenKind.BracketOpen or TokenKind.BraceOpen:
                PushValue(frame, lexer.Kind);
                if (!isList) frame.Step = CursorStep.Start;
                break;
            case TokenKind.Dollar:
                frame.Step = CursorStep.VariableName;
                break;
            case TokenKind.Colon:
                frame.Step = CursorStep.Value;
                break;
            case TokenKind.Name when frame.Step == CursorStep.Start && !isList:
                var name = lexer.GetName();
                frame.Given.Add(name);
                frame.ValueType = frame.Inputs?.Find(name)?.Type;
                frame.Step = CursorStep.AfterName;
                break;
            default:
                frame.Step = isList ? CursorStep.Value : CursorStep.Start;
                break;
        }
    }

    private void PushValue(CursorFrame frame, TokenKind bracket)
    {
        var type = frame.ValueType?.Nullable;
        if (bracket == TokenKind.BracketOpen)
        {
            _frames.Push(new CursorFrame(CursorFrameKind.List)
            {
                ValueType = type is ListType list ? list.ItemType : type,
                Step = CursorStep.Value,
            });
            return;
        }

        // One value may stand for a list of itself.
        _frames.Push(new CursorFrame(CursorFrameKind.InputObject) { Inputs = (type?.Named as InputObjectType)?.Fields });
    }
}
