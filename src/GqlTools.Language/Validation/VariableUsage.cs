using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Validation;

/// <summary>A place of a document where a variable stands as a value.</summary>
/// <param name="Node">The variable.</param>
/// <param name="Type">The type the place expects; null when it is unknown.</param>
/// <param name="ParentType">The type of the value around it, for example an input object; null when there is none.</param>
/// <param name="HasDefault">Whether the place has a default value of its own.</param>
public sealed record VariableUsage(VariableNode Node, GraphQLType? Type, GraphQLType? ParentType, bool HasDefault);
