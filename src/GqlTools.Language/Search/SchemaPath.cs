using System.Text;
using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Search;

/// <summary>A way from one type of a schema to another, field by field.</summary>
public sealed class SchemaPath
{
    internal SchemaPath(CompositeType from, CompositeType to, IReadOnlyList<SchemaPathStep> steps) => (From, To, Steps) = (from, to, steps);

    /// <summary>The type where the way begins.</summary>
    public CompositeType From { get; }

    /// <summary>The type where it ends.</summary>
    public CompositeType To { get; }

    /// <summary>The fields on the way.</summary>
    public IReadOnlyList<SchemaPathStep> Steps { get; }

    /// <summary>How many fields the way has.</summary>
    public int Length => Steps.Count;

    /// <summary>The names on the way, as a result path: <c>customer.orders.nodes</c>.</summary>
    public string ResultPath => string.Join('.', Steps.Select(static step => step.Field.Name));

    /// <summary>The required arguments on the way, for example <c>Query.customer(id:)</c>.</summary>
    public IReadOnlyList<InputValueDefinition> RequiredArguments =>
        [.. Steps.SelectMany(static step => step.Field.Arguments).Where(static argument => argument.IsRequired)];

    /// <summary>The selections on the way, on one line, with its required arguments as variables and <c>__typename</c> at the end.</summary>
    public string Selection
    {
        get
        {
            var text = new StringBuilder("{ ");
            var open = 1;
            foreach (var step in Steps)
            {
                if (step.Condition is { } condition)
                {
                    text.Append("... on ").Append(condition.Name).Append(" { ");
                    open++;
                }

                text.Append(step.Field.Name);
                var arguments = step.Field.Arguments.Where(static argument => argument.IsRequired).Select(static argument => $"{argument.Name}: ${argument.Name}").ToArray();
                if (arguments.Length > 0) text.Append('(').AppendJoin(", ", arguments).Append(')');
                text.Append(" { ");
                open++;
            }

            if (Steps.Count > 0 && Steps[^1].Field.Type.Named != To)
            {
                text.Append("... on ").Append(To.Name).Append(" { ");
                open++;
            }

            text.Append("__typename ");
            return text.AppendJoin(' ', Enumerable.Repeat('}', open)).ToString();
        }
    }

    /// <summary>The way in words of the schema: <c>Query.customer.orders.nodes</c>, types in angle brackets where they must be asked for.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(From.Name);
        foreach (var step in Steps)
        {
            if (step.Condition is { } condition) text.Append('<').Append(condition.Name).Append('>');
            text.Append('.').Append(step.Field.Name);
        }

        if (Steps.Count > 0 && Steps[^1].Field.Type.Named != To) text.Append('<').Append(To.Name).Append('>');
        return text.ToString();
    }
}
