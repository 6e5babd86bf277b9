using GqlTools.Help;
using GqlTools.Help.Reading;
using GqlTools.Help.Topics;
using GqlTools.Help.Writing;

// Makes the help of a binary module, without running it:
//
//   assembly (metadata only) + documentation file  ->  CommandHelp  ->  <module>.dll-Help.xml (MAML) and one <Cmdlet>.md a command
//   about_*.md                                     ->  AboutTopic   ->  about_*.help.txt
//
// Its only argument is a file of key=value lines, which the build writes. What is missing from the sources is reported as errors in the form that
// MSBuild understands, and then nothing is written.
if (args is not [var requestFile])
{
    Console.Error.WriteLine("usage: GqlTools.Help <file of key=value lines>");
    return 2;
}

var request = GenerationRequest.Read(requestFile);
var problems = new ProblemList(new SourceFiles(request.SourceFiles));
using var module = new ModuleReader(request, problems);
var commands = module.ReadCommands();
var topics = request.TopicFiles.Order(StringComparer.Ordinal).Select(file => AboutTopic.Read(file, problems)).ToList();
if (problems.Count > 0)
{
    problems.WriteTo(Console.Out);
    return 1;
}

if (Directory.Exists(request.OutputDirectory)) Directory.Delete(request.OutputDirectory, recursive: true);
Directory.CreateDirectory(request.OutputDirectory);
foreach (var command in commands) WriteFile($"{command.Name}.md", MarkdownWriter.Write(command, module.Name));
foreach (var topic in topics) WriteFile($"{topic.Name}.help.txt", topic.Text);
// Last, because its age tells the build whether the help is up to date.
WriteFile($"{module.Name}.dll-Help.xml", MamlWriter.Write(commands));
return 0;

void WriteFile(string name, string content) => File.WriteAllText(Path.Combine(request.OutputDirectory, name), content);
