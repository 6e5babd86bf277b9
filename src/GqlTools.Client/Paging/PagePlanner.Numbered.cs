using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Client.Paging;

/// <content>Lists that are given out by offsets or page numbers.</content>
public sealed partial class PagePlanner
{
    /// <summary>What servers call the number of elements to pass over.</summary>
    private static readonly string[] OffsetArguments = ["offset", "skip"];

    /// <summary>What servers call the number of the page, the first being 1.</summary>
    private static readonly string[] PageArguments = ["page", "pageNumber"];

    /// <summary>What servers call the number of elements to give.</summary>
    private static readonly string[] SizeArguments = ["limit", "take", "perPage", "pageSize", "per_page", "first", "size", "count"];

    private PagePlan PlanNumbered()
    {
        var byOffset = _options.PageBy == PageBy.Offset;
        var names = byOffset ? OffsetArguments : PageArguments;
        var field = ChooseNumbered(names);
        var positionName = names.First(field.Takes);
        var sizeName = SizeArguments.FirstOrDefault(field.Takes);
        var size = sizeName is null ? null : SizeOf(field, sizeName);
        if (sizeName is null && _options.PageSize is not null)
            throw Invalid($"'{field.PathText}' takes no size of a page: it has none of the arguments {Listed(SizeArguments)}. Leave out PageSize, or give that argument in the document.", _operation);

        var edit = new OperationEdit(_document, _operation);
        if (!_options.WholePages) edit.Only(field.Path);
        edit.RemoveArguments(field.Path, positionName, sizeName ?? positionName);
        edit.RemoveUnusedVariables();
        var sizeVariable = size is null ? null : edit.AddArgument(field.Path, sizeName!, NumberType);
        var positionVariable = edit.AddArgument(field.Path, positionName, NumberType);
        var elementPath = NumberedElementPath(field);
        return new PagePlan
        {
            Sent = new SentDocument(edit.Complete()),
            OperationName = _operation.Name?.Value,
            PageBy = _options.PageBy,
            Path = field.Path,
            ElementPath = elementPath,
            ItemPath = [.. field.Path, .. elementPath],
            PageSize = size,
            Start = _given.TextOf(field.Argument(positionName)) ?? (byOffset ? "0" : "1"),
            PositionArgument = positionName,
            TotalCount = field.Find("totalCount")?.Name,
            Variables = new PageVariables(_given, edit.Operation, positionVariable, sizeVariable, _owner),
        };
    }

    private SelectedField ChooseNumbered(string[] names)
    {
        var fields = _root.All().Skip(1).Where(field => names.Any(field.Takes)).ToArray();
        var outer = Array.FindAll(fields, field => !Array.Exists(fields, other => other != field && other.Contains(field.Path)));
        if (outer.Length > 0) return ChooseOne(outer, static field => field, "lists");
        throw Invalid(
            $"No field of the operation has an argument {Listed(names)}{(_schema is null ? ", and the schema is not known. Give the argument in the document" : ", in the document or by the schema")}; that is what paging by {(_options.PageBy == PageBy.Offset ? "offset" : "page number")} counts with.",
            _operation);
    }

    // The list is the field itself, or the only list within it.
    private string[] NumberedElementPath(SelectedField field)
    {
        var rest = (_options.ResultPath?.Split('.') ?? []).Skip(field.Path.Count).ToArray();
        CheckNames(field, rest);
        if (rest.Length > 0 || field.Definition is null or { Type.Nullable: ListType }) return rest;
        var lists = field.Children.Where(static child => child.Definition?.Type.Nullable is ListType).ToArray();
        return lists.Length == 1
            ? [lists[0].Name]
            : throw Invalid($"'{field.PathText}' has {(lists.Length == 0 ? "no list" : $"several lists: {string.Join(", ", lists.Select(static list => list.Name))}")}. Select one list, and name it with ResultPath.", _operation);
    }

    private void CheckNames(SelectedField field, IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            field = field.FindByName(name) ?? throw Invalid(
                $"The result path '{_options.ResultPath}' leads nowhere: '{field.PathText}' has no '{name}'. It has: {string.Join(", ", field.Children.Select(static child => child.Name))}.",
                _operation);
        }
    }

    private static string Listed(string[] names) => $"{string.Join(", ", names.SkipLast(1))} or {names[^1]}";
}
