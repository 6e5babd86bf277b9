using System.Text;
using GqlTools.Client.Checkpoints;
using GqlTools.Client.Failures;
using GqlTools.Client.Operations;
using GqlTools.Client.Paging;
using GqlTools.Client.Sessions;

namespace GqlTools.Client.Tests.Checkpoints;

public sealed class WalkCheckpointTests : IDisposable
{
    // Pages of two, an element that was none of its own, and cursors with what a line cannot hold.
    private static readonly PageMark[] Walk =
    [
        new(null, 1, 1), new(null, 2, 2), new("a\n\"b\"", 1, 3), new("a\n\"b\"", 3, 5), new("c", 1, 6), new("c", 2, 7),
    ];

    private readonly string _directory = Directory.CreateTempSubdirectory("gqlcheckpoint").FullName;

    private string Path => System.IO.Path.Combine(_directory, "walk.checkpoint");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Cut_off_at_any_byte_a_file_says_what_its_whole_lines_say()
    {
        var ends = new List<(long Length, PageMark? Mark)>();
        using (var whole = Open())
        {
            ends.Add((0, null));
            foreach (var mark in Walk)
            {
                whole.Advance(mark);
                ends.Add((new FileInfo(Path).Length, mark));
            }
        }

        var bytes = File.ReadAllBytes(Path);
        for (var length = 0; length <= bytes.Length; length++)
        {
            File.WriteAllBytes(Path, bytes[..length]);
            using (var again = Open())
            {
                Assert.Equal(ends.Last(end => end.Length <= length).Mark, again.Mark);
                again.Advance(new PageMark("d", 1, 8));
            }

            using var after = Open();
            Assert.Equal(new PageMark("d", 1, 8), after.Mark);
        }
    }

    [Fact]
    public void The_end_is_kept_with_the_count()
    {
        using (var first = Open())
        {
            first.Advance(new PageMark(null, 1, 1));
            Assert.False(first.IsFinished);
            first.Finish();
        }

        using var second = Open();
        Assert.True(second.IsFinished);
        Assert.Equal(1, second.Mark?.Count);
    }

    [Fact]
    public void An_element_takes_two_bytes()
    {
        using var checkpoint = Open();
        checkpoint.Advance(new PageMark("c", 1, 1));
        var before = new FileInfo(Path).Length;
        for (var count = 2; count <= 1001; count++) checkpoint.Advance(new PageMark("c", count, count));
        Assert.Equal(2000, new FileInfo(Path).Length - before);
    }

    [Theory]
    [InlineData("p[1,2,3]")]
    [InlineData("p[\"c\",2]")]
    [InlineData("p{}")]
    [InlineData("p[")]
    [InlineData("+")]
    [InlineData("end")]
    [InlineData("x")]
    [InlineData("")]
    public void A_line_that_no_walk_writes_makes_the_file_invalid(string line)
    {
        Open().Dispose();
        File.AppendAllText(Path, line + "\n");
        Assert.Equal(FailureKind.CheckpointInvalid, Assert.Throws<GqlException>(Open).Kind);
    }

    private WalkCheckpoint Open()
    {
        var session = new GqlSession(new GqlSessionOptions(new Uri("https://example.com/graphql")) { SkipConnectionTest = true });
        var document = GqlDocument.Parse("{ products { nodes { sku } } }");
        return WalkCheckpoint.Open(
            Path, CheckpointSubject.Of(CheckpointKind.Walk, session, document, document.Operations[0], Encoding.UTF8.GetBytes("{}"), "elements"), TimeProvider.System);
    }
}
