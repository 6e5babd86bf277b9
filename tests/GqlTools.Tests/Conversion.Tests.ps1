#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    $module = Resolve-Path (Join-Path $PSScriptRoot '../../out/GqlTools')
    Import-Module "$module/GqlTools.psd1"

    # Utf8JsonReader is a ref struct, which PowerShell cannot hold: this drives TryRead as a transport does.
    $references = "$module/GqlTools.dll", "$module/lib/GqlTools.Client.dll", 'System.Collections', 'System.Collections.Specialized',
        'System.Linq', 'System.Linq.Expressions', 'System.Management.Automation', 'System.Memory', 'System.Text.Json'
    Add-Type -ReferencedAssemblies $references -CompilerOptions '-nowarn:1701,1702' -IgnoreWarnings -TypeDefinition @'
using System;
using System.Buffers;
using System.Collections;
using System.Collections.Generic;
using System.Collections.Specialized;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Text;
using System.Text.Json;
using GqlTools.Conversion;

public static class ConversionDriver
{
    // Feeds the text up to each given position in turn, then all of it.
    public static object Feed(byte[] json, int[] positions)
    {
        var values = new PSObjectReader();
        var state = new JsonReaderState(new JsonReaderOptions { MaxDepth = 2000 });
        int consumed = 0;
        foreach (int position in positions)
        {
            if (position < consumed)
                continue;
            var part = new Utf8JsonReader(json.AsSpan(consumed, position - consumed), false, state);
            if (values.TryRead(ref part, out object early))
                return json.AsSpan(consumed + (int)part.BytesConsumed).Trim((byte)' ').IsEmpty ? early : throw new Exception("complete too early");
            consumed += (int)part.BytesConsumed;
            state = part.CurrentState;
        }
        var rest = new Utf8JsonReader(json.AsSpan(consumed), true, state);
        if (!values.TryRead(ref rest, out object value))
            throw new Exception("not complete at the end");
        return value;
    }

    // Every way to cut the text in two, then byte by byte: the number of ways, or the first that reads something else.
    public static int CountSplits(byte[] json)
    {
        string expected = Show(PSObjectReader.Parse(json));
        for (int i = 0; i <= json.Length; i++)
            if (Show(Feed(json, new[] { i })) != expected)
                throw new Exception("cut at " + i + ": " + Show(Feed(json, new[] { i })));
        if (Show(Feed(json, Enumerable.Range(0, json.Length).ToArray())) != expected)
            throw new Exception("byte by byte: " + Show(Feed(json, Enumerable.Range(0, json.Length).ToArray())));
        return json.Length + 1;
    }

    // The same text in memory segments of every size, as a pipe hands them over.
    public static int CountSegmentSizes(byte[] json)
    {
        string expected = Show(PSObjectReader.Parse(json));
        for (int size = 1; size <= json.Length; size++)
        {
            Segment first = new Segment(json.AsMemory(0, size), null);
            Segment last = first;
            for (int i = size; i < json.Length; i += size)
                last = new Segment(json.AsMemory(i, Math.Min(size, json.Length - i)), last);
            var reader = new Utf8JsonReader(new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length), true, default);
            if (!new PSObjectReader().TryRead(ref reader, out object value) || Show(value) != expected)
                throw new Exception("segments of " + size);
        }
        return json.Length;
    }

    // Reads the value of a property within a text, and names the token the reader is left on and the one after.
    public static string ReadWithin(string json, string property)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        while (!(reader.Read() && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals(property))) { }
        new PSObjectReader().TryRead(ref reader, out object value);
        JsonTokenType on = reader.TokenType;
        reader.Read();
        return Show(value) + " | " + on + " | " + reader.TokenType;
    }

    public static string ReadTwice(string json)
    {
        var values = new PSObjectReader();
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        values.TryRead(ref reader, out _);
        values.TryRead(ref reader, out _);
        return "";
    }

    // As the Client reads: on a thread that has no runspace.
    public static object ReadOnAnotherThread(string json) => System.Threading.Tasks.Task.Run(() => PSObjectReader.Parse(json)).GetAwaiter().GetResult();

    public static bool SharesPropertyNames(object[] list, string name)
    {
        string first = ((PSObject)list[0]).Properties[name].Name;
        return list.Cast<PSObject>().All(o => ReferenceEquals(o.Properties[name].Name, first));
    }

    public static string Show(object value)
    {
        switch (value)
        {
            case null: return "null";
            case OrderedDictionary d: return "dictionary{" + string.Join(",", d.Cast<DictionaryEntry>().Select(e => e.Key + "=" + Show(e.Value))) + "}";
            case PSObject o: return "{" + string.Join(",", o.Properties.Select(p => p.MemberType == PSMemberTypes.NoteProperty ? p.Name + "=" + Show(p.Value) : "?" )) + "}";
            case object[] a: return "[" + string.Join(",", a.Select(Show)) + "]";
            case string s: return "'" + s + "'";
            case IFormattable f: return f.GetType().Name + ":" + f.ToString(null, CultureInfo.InvariantCulture);
            default: return value.GetType().Name + ":" + value;
        }
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, Segment before)
        {
            Memory = memory;
            if (before == null)
                return;
            RunningIndex = before.RunningIndex + before.Memory.Length;
            before.Next = this;
        }
    }
}

public sealed class ConversionPerson
{
    public string Name { get; set; } = "Ada";
    public int Age => 36;
    public string Secret => throw new InvalidOperationException("must not be read");
}
public sealed class ConversionBroken : IEnumerable
{
    public IEnumerator GetEnumerator() { yield return 1; throw new InvalidOperationException("the source ended badly"); }
}
'@

    function Read([string] $Json) { , [GqlTools.Conversion.PSObjectReader]::Parse($Json) }
    function Show([string] $Json) { [ConversionDriver]::Show([GqlTools.Conversion.PSObjectReader]::Parse($Json)) }
    function Write([object] $Value) { [GqlTools.Conversion.VariableWriter]::ToJson($Value) }
    function Write-Variables([object] $Value, [string[]] $Declared = $null, [int] $MaxDepth = 1024) {
        $output = [Buffers.ArrayBufferWriter[byte]]::new()
        [GqlTools.Conversion.VariableWriter]::WriteVariables($output, $Value, $Declared, $MaxDepth)
        [Text.Encoding]::UTF8.GetString($output.WrittenMemory.ToArray())
    }
    function Get-Refusal([scriptblock] $Action) {
        try { $null = & $Action } catch { return $_.Exception.GetBaseException() }
        throw 'nothing was refused'
    }
    # The exception itself, whatever it carries inside.
    function Get-Failure([scriptblock] $Action) {
        try { $null = & $Action } catch { return $_.Exception.InnerException }
        throw 'nothing failed'
    }
    function Get-Nested([int] $Depth) { '[' * $Depth + ']' * $Depth }
}

Describe 'PSObjectReader' {
    Context 'objects and lists' {
        It 'makes an object of note properties that ConvertFrom-Json would make, too' {
            $read = Read '{"b":1,"a":{"c":"x"}}'
            $read.PSObject.TypeNames[0] | Should -Be 'System.Management.Automation.PSCustomObject'
            $read.PSObject.Properties.Name | Should -Be 'b', 'a'
            $read.PSObject.Properties['a'].MemberType | Should -Be 'NoteProperty'
            $read.a.c | Should -Be 'x'
            ($read | ConvertTo-Json -Compress) | Should -Be '{"b":1,"a":{"c":"x"}}'
        }
        It 'gives objects whose properties can be set, added and removed' {
            $read = Read '{"a":1,"b":2}'
            $read.a = 5
            $read | Add-Member -NotePropertyName c -NotePropertyValue 3
            $read.PSObject.Properties.Remove('b')
            [ConversionDriver]::Show($read) | Should -Be '{a=Int32:5,c=Int32:3}'
        }
        It 'finds properties whatever the case of the name asked for' { (Read '{"DisplayName":"x"}').displayname | Should -Be 'x' }
        It 'keeps <json> as <shown>' -ForEach @(
            @{ json = '[]'; shown = '[]' }
            @{ json = '[1]'; shown = '[Int64:1]' }
            @{ json = '[[1],[[]],[null]]'; shown = '[[Int64:1],[[]],[null]]' }
            @{ json = '{}'; shown = '{}' }
            @{ json = '[{},{}]'; shown = '[{},{}]' }
            @{ json = '{"a":[{"b":[1,{"c":null}]}]}'; shown = '{a=[{b=[Int64:1,{c=null}]}]}' }
            @{ json = 'null'; shown = 'null' }
            @{ json = ' true '; shown = 'Boolean:True' }
            @{ json = 'false'; shown = 'Boolean:False' }
            @{ json = '"text"'; shown = "'text'" }
        ) { Show $json | Should -BeExactly $shown }
        It 'makes objects on a thread without a runspace that work in one' {
            $read = [ConversionDriver]::ReadOnAnotherThread('{"a":{"b":[1]},"c":"x"}')
            $read.a.b[0] | Should -Be 1
            ($read | Select-Object c | ConvertTo-Json -Compress) | Should -BeExactly '{"c":"x"}'
            ($read | Format-List | Out-String) | Should -BeLike '*c : x*'
        }
        It 'makes lists object arrays' { (Read '[1,2]').GetType() | Should -Be ([object[]]) }
        It 'reads lists of objects with differing, reordered, missing and more properties' {
            Show '[{"a":1,"b":2},{"a":1,"b":2},{"b":1,"a":2},{"a":1},{"a":1,"c":3},{"c":3,"a":{"b":1}},{"a":{"b":2},"b":0},{"a":1,"b":2,"c":3}]' |
                Should -BeExactly ('[{a=Int64:1,b=Int64:2},{a=Int64:1,b=Int64:2},{b=Int64:1,a=Int64:2},{a=Int64:1},{a=Int64:1,c=Int64:3},' +
                    '{c=Int64:3,a={b=Int64:1}},{a={b=Int64:2},b=Int64:0},{a=Int64:1,b=Int64:2,c=Int64:3}]')
        }
        It 'makes each property name of a list once' {
            $list = Read ('[' + (@('{"title":1,"gr\u00f6\u00dfe":2}') * 50 -join ',') + ']')
            [ConversionDriver]::SharesPropertyNames($list, 'title') | Should -BeTrue
            [ConversionDriver]::SharesPropertyNames($list, 'größe') | Should -BeTrue
        }
        It 'reads objects used as maps, with thousands of different names' {
            $pairs = 0..4999 | ForEach-Object { '"key' + $_ + '":{"n":' + $_ + '}' }
            $read = Read ('{' + ($pairs -join ',') + '}')
            @($read.PSObject.Properties).Count | Should -Be 5000
            $read.key4999.n | Should -Be 4999
            ($read.PSObject.Properties.Name -join ',') | Should -BeExactly ((0..4999 | ForEach-Object { "key$_" }) -join ',')
        }
        It 'reads two hundred shapes at one place' {
            $objects = 0..199 | ForEach-Object { '{"p' + ($_ % 40) + '":1,"q' + ($_ % 7) + '":2}' }
            $read = Read ('[' + ($objects -join ',') + ']')
            for ($i = 0; $i -lt 200; $i++) { $read[$i].PSObject.Properties.Name | Should -BeExactly @("p$($i % 40)", "q$($i % 7)") }
        }
    }

    Context 'names that no PSObject holds' {
        It 'reads <json> as <shown>' -ForEach @(
            @{ json = '{"id":1,"ID":2}'; shown = 'dictionary{id=Int64:1,ID=Int64:2}' }
            @{ json = '{"":1}'; shown = 'dictionary{=Int64:1}' }
            @{ json = '{"a":{"x":1,"X":{"y":2}},"b":3}'; shown = '{a=dictionary{x=Int64:1,X={y=Int64:2}},b=Int64:3}' }
            @{ json = '[{"a":1},{"a":1,"A":2},{"a":1}]'; shown = '[{a=Int64:1},dictionary{a=Int64:1,A=Int64:2},{a=Int64:1}]' }
            @{ json = '{"psobject":1}'; shown = 'dictionary{psobject=Int64:1}' }
            @{ json = '{"x":0,"PSTypeNames":["a"]}'; shown = "dictionary{x=Int64:0,PSTypeNames=['a']}" }
            @{ json = '{"a":1,"A":2,"a":3}'; shown = 'dictionary{a=Int64:3,A=Int64:2}' }
        ) { Show $json | Should -BeExactly $shown }
        It 'lets the last of equal names win, in the place of the first' { Show '{"a":1,"b":2,"a":3}' | Should -BeExactly '{a=Int64:3,b=Int64:2}' }
        It 'tells the dictionary''s names apart by case' {
            $read = Read '{"id":1,"ID":2}'
            $read | Should -BeOfType ([Collections.Specialized.OrderedDictionary])
            $read['id'] | Should -Be 1
            $read['ID'] | Should -Be 2
            $read.Contains('Id') | Should -BeFalse
        }
        It 'finds them among hundreds of names, too' {
            $names = 0..299 | ForEach-Object { '"n' + $_ + '":' + $_ }
            (Read ('{' + ($names -join ',') + ',"N7":1}')) | Should -BeOfType ([Collections.Specialized.OrderedDictionary])
            (Read ('{' + ($names -join ',') + ',"n7":1}')).n7 | Should -Be 1
            (Read ('{' + ($names -join ',') + ',"psbase":1}')) | Should -BeOfType ([Collections.Specialized.OrderedDictionary])
        }
    }

    Context 'strings' {
        It 'leaves <_> a string' -ForEach @('2026-01-02T03:04:05Z', '2026-01-02T03:04:05.1234567+02:00', '/Date(1198908717056)/', '2026-01-02', '12', 'true', '') {
            $read = Read ('"' + $_ + '"')
            $read | Should -BeOfType ([string])
            $read | Should -BeExactly $_
        }
        It 'unescapes every escape of JSON' {
            (Read '"\"\\\/\b\f\n\r\t\u0041\u00e4\u20AC\ud83d\ude00"') | Should -BeExactly "`"\/`b`f`n`r`tA`u{e4}`u{20AC}`u{1F600}"
        }
        It 'keeps half a surrogate pair that was written as an escape' {
            $read = Read '"a\ud800b"'
            $read.Length | Should -Be 3
            [int] $read[1] | Should -Be 0xD800
        }
        It 'reads long escaped strings' { (Read ('"' + ('x\n' * 1000) + '"')) | Should -BeExactly ("x`n" * 1000) }
        It 'knows a name whether it is escaped or not' { Show '[{"a":1},{"\u0061":2}]' | Should -BeExactly '[{a=Int64:1},{a=Int64:2}]' }
        It 'says where a string is not UTF-8' {
            $bytes = [Text.Encoding]::Latin1.GetBytes("{`"users`":[{`"a`":1},{`"name`":`"J`u{fc}rgen`"}]}")
            $failure = Get-Failure { [GqlTools.Conversion.PSObjectReader]::Parse($bytes) }
            $failure | Should -BeOfType ([Text.Json.JsonException])
            $failure.Path | Should -BeExactly '$.users[1].name'
        }
    }

    Context 'numbers' {
        It 'reads <json> as <shown>' -ForEach @(
            @{ json = '0'; shown = 'Int64:0' }
            @{ json = '-1'; shown = 'Int64:-1' }
            @{ json = '-129'; shown = 'Int64:-129' }
            @{ json = '1023'; shown = 'Int64:1023' }
            @{ json = '1024'; shown = 'Int64:1024' }
            @{ json = '999999999999999999'; shown = 'Int64:999999999999999999' }
            @{ json = '9223372036854775807'; shown = 'Int64:9223372036854775807' }
            @{ json = '-9223372036854775808'; shown = 'Int64:-9223372036854775808' }
            @{ json = '9223372036854775808'; shown = 'BigInteger:9223372036854775808' }
            @{ json = '-9223372036854775809'; shown = 'BigInteger:-9223372036854775809' }
            @{ json = '123456789012345678901234567890'; shown = 'BigInteger:123456789012345678901234567890' }
            @{ json = '1.5'; shown = 'Double:1.5' }
            @{ json = '0.1'; shown = 'Double:0.1' }
            @{ json = '1.0'; shown = 'Double:1' }
            @{ json = '-0.0'; shown = 'Double:-0' }
            @{ json = '1e3'; shown = 'Double:1000' }
            @{ json = '0e999999999999'; shown = 'Double:0' }
            @{ json = '1E-7'; shown = 'Double:1E-07' }
            @{ json = '123456789012.345'; shown = 'Double:123456789012.345' }
            @{ json = '0.30000000000000004'; shown = 'Double:0.30000000000000004' }
            @{ json = '1.7976931348623157e308'; shown = 'Double:1.7976931348623157E+308' }
            @{ json = '5e-324'; shown = 'Double:5E-324' }
            @{ json = '0.10000000000000000000'; shown = 'Double:0.1' }
            @{ json = '1234567890123.45678'; shown = 'Decimal:1234567890123.45678' }
            @{ json = '0.1000000000000000055'; shown = 'Decimal:0.1000000000000000055' }
            @{ json = '79228162514264337593543950.335'; shown = 'Decimal:79228162514264337593543950.335' }
            @{ json = '3.14159265358979323846264338327950288'; shown = "'3.14159265358979323846264338327950288'" }
            @{ json = '1e400'; shown = "'1e400'" }
            @{ json = '1e-400'; shown = "'1e-400'" }
            @{ json = '1.23456789e-320'; shown = "'1.23456789e-320'" }
        ) {
            Show $json | Should -BeExactly $shown
            Show "[$json]" | Should -BeExactly "[$shown]"
        }
        It 'loses no digit of 2,000 random numbers on the way there and back' {
            $random = [Random]::new(7)
            $digits = { -join (1..$random.Next(1, 31) | ForEach-Object { $random.Next(10) }) }
            $numbers = 1..2000 | ForEach-Object { [string] $random.Next(1, 10) + (& $digits) + '.' + (& $digits) + $random.Next(1, 10) }
            foreach ($number in $numbers) {
                $read = Read $number
                $back = if ($read -is [string]) { $read } else { $read.ToString('R', [cultureinfo]::InvariantCulture) }
                if ($read -is [double] -and $back.Contains('E')) { $back = ([decimal] $read).ToString([cultureinfo]::InvariantCulture) }
                if ($back -cne $number) { throw "$number came back as $back, a $($read.GetType())" }
            }
        }
        It 'leaves integers of thousands of digits text' { (Read ('9' * 5000)) | Should -BeExactly ('9' * 5000) }
    }

    Context 'bytes as they arrive' {
        BeforeAll {
            $document = [Text.Encoding]::UTF8.GetBytes((@'
{ "data": {"users":[{"id":"a1","age":-12,"big":12345678901234567890,"rate":1.25e-3,"pi":3.14159265358979323846,"ok":true,"no":false,"none":null},
 {"id":"ä€😀","age":7,"big":0,"rate":-0.5,"pi":0,"ok":false,"no":true,"none":[]}],"\u0061\"b":"x\\y\n\ud83d\ude00\ud800z","":{"A":1,"a":2}, "e":{}, "n":[[],[[1]]]} }
'@).Replace("`r", ''))
        }
        It 'reads the same whatever the position at which a text is cut' {
            [ConversionDriver]::CountSplits($document) | Should -Be ($document.Length + 1)
        }
        It 'reads the same from memory segments of any size' { [ConversionDriver]::CountSegmentSizes($document) | Should -Be $document.Length }
        It 'reads scalars cut anywhere: <_>' -ForEach @('-12.5e+3', '"a\u00e4ä"', 'true', 'null', ' [ ] ') {
            $bytes = [Text.Encoding]::UTF8.GetBytes($_)
            [ConversionDriver]::Show([ConversionDriver]::Feed($bytes, [int[]] (0..($bytes.Length - 1)))) | Should -BeExactly (Show $_)
        }
        It 'reads a property''s value within a larger text and stops on its last token: <json>' -ForEach @(
            @{ json = '{"x":0,"data":{"a":[1]},"y":1}'; seen = '{a=[Int64:1]} | EndObject | PropertyName' }
            @{ json = '{"data":[],"y":1}'; seen = '[] | EndArray | PropertyName' }
            @{ json = '{"data":null}'; seen = 'null | Null | EndObject' }
            @{ json = '{"data":"s","data2":1}'; seen = "'s' | String | PropertyName" }
        ) { [ConversionDriver]::ReadWithin($json, 'data') | Should -BeExactly $seen }
        It 'refuses to read a second value' { Get-Refusal { [ConversionDriver]::ReadTwice('1') } | Should -BeOfType ([InvalidOperationException]) }
    }

    Context 'bounds and bad input' {
        It 'reads as deep as its bound, and not deeper' {
            [GqlTools.Conversion.PSObjectReader]::Parse((Get-Nested 20), 20) | Should -Not -Be $null
            $failure = Get-Refusal { [GqlTools.Conversion.PSObjectReader]::Parse((Get-Nested 21), 20) }
            $failure | Should -BeOfType ([GqlTools.Conversion.JsonDepthException])
            $failure.MaxDepth | Should -Be 20
            $failure.Path | Should -BeExactly ('$' + '[0]' * 20)
        }
        It 'names the path of what is too deep' {
            (Get-Refusal { [GqlTools.Conversion.PSObjectReader]::Parse('{"a":[1,{"b c":{}}]}', 3) }).Path | Should -BeExactly '$.a[1][''b c'']'
        }
        It 'reads 100,000 levels without using the stack up' {
            $value = [GqlTools.Conversion.PSObjectReader]::Parse((Get-Nested 100000), 100000)
            $levels = 0
            for (; $value.Length; $value = $value[0]) { $levels++ }
            $levels | Should -Be 99999
        }
        It 'refuses <_>' -ForEach @('', '{', '{"a":}', '[1,]', 'nul', '{"a":1} x', '1 2', "'a'", '{"a" 1}', '"a') {
            Get-Refusal { [GqlTools.Conversion.PSObjectReader]::Parse($_) } | Should -BeOfType ([Text.Json.JsonException])
        }
    }
}

Describe 'VariableWriter' {
    Context 'objects and lists' {
        It 'writes ordered dictionaries in order and keys as spelled' { Write ([ordered]@{ Zeta = 1; alpha = 2 }) | Should -BeExactly '{"Zeta":1,"alpha":2}' }
        It 'writes both of two keys that differ in case' {
            $table = [hashtable]::new(); $table['id'] = 1; $table['ID'] = 2
            Write $table | Should -BeIn '{"id":1,"ID":2}', '{"ID":2,"id":1}'
        }
        It 'writes keys that are no strings as their text' {
            Write @{ 1 = 'a' } | Should -BeExactly '{"1":"a"}'
            Write @{ [DayOfWeek]::Monday = 'a' } | Should -BeExactly '{"Monday":"a"}'
        }
        It 'refuses two keys that become the same name' {
            $table = @{ 1 = 'a' }; $table['1'] = 'b'
            (Get-Refusal { Write @{ x = $table } }).Path | Should -BeExactly '$value.x[''1'']'
        }
        It 'writes the properties of a PSCustomObject, calculated ones too' {
            $object = [pscustomobject]@{ Name = 'x'; n = 1 } | Add-Member -PassThru -MemberType ScriptProperty -Name Double -Value { $this.n * 2 }
            Write $object | Should -BeExactly '{"Name":"x","n":1,"Double":2}'
        }
        It 'writes what Select-Object made' { Write ('abc' | Select-Object Length) | Should -BeExactly '{"Length":3}' }
        It 'writes dictionaries of .NET' {
            $generic = [Collections.Generic.Dictionary[string, int]]::new(); $generic['a'] = 1
            $readOnly = [Collections.ObjectModel.ReadOnlyDictionary[string, int]]::new($generic)
            $expando = [Dynamic.ExpandoObject]::new(); $expando.a = 1
            Write $generic | Should -BeExactly '{"a":1}'
            Write $readOnly | Should -BeExactly '{"a":1}'
            Write $expando | Should -BeExactly '{"a":1}'
        }
        It 'keeps a list of one, and an empty one, a list' {
            Write @{ a = @(1) } | Should -BeExactly '{"a":[1]}'
            Write @{ a = @() } | Should -BeExactly '{"a":[]}'
            Write @{ a = @(, @(1)) } | Should -BeExactly '{"a":[[1]]}'
            [GqlTools.Conversion.VariableWriter]::ToJson(@($null)) | Should -BeExactly '[null]'
        }
        It 'writes whatever enumerates' {
            $set = [Collections.Generic.HashSet[int]]::new([int[]] 3)
            Write @{ a = $set } | Should -BeExactly '{"a":[3]}'
            Write @{ a = [Collections.Generic.List[object]] @('x', $null) } | Should -BeExactly '{"a":["x",null]}'
            Write @{ a = [Collections.ArrayList] @(1, 2) } | Should -BeExactly '{"a":[1,2]}'
            Write @{ a = [Linq.Enumerable]::Range(1, 3) } | Should -BeExactly '{"a":[1,2,3]}'
        }
        It 'looks through PSObject wrappers, wherever they are' {
            $wrapped = [ordered]@{
                list   = [psobject]::AsPSObject(@([psobject]::AsPSObject(1)))
                table  = [psobject]::AsPSObject(@{ a = [psobject]::AsPSObject('x') })
                noted  = 'text' | Add-Member -PassThru -NotePropertyName PSPath -NotePropertyValue 'C:\x'
                number = Write-Output 5
                twice  = [psobject]::new([psobject]::new([pscustomobject]@{ a = 1 }))
            }
            Write $wrapped | Should -BeExactly '{"list":[1],"table":{"a":"x"},"noted":"text","number":5,"twice":{"a":1}}'
        }
        It 'writes the output of a pipeline that wrote nothing as null' { Write @{ a = (& { }) } | Should -BeExactly '{"a":null}' }
        It 'writes the same object as often as it occurs' {
            $shared = @{ x = 1 }
            Write @($shared, $shared) | Should -BeExactly '[{"x":1},{"x":1}]'
        }
        It 'writes what PSObjectReader read' {
            $json = '{"a":[{"id":"1","n":12345678901234567890,"d":1234567890123.45678,"f":0.1,"e":[]},{"id":"2","x":1,"X":null}],"b":[[1]],"o":{}}'
            Write ([GqlTools.Conversion.PSObjectReader]::Parse($json)) | Should -BeExactly $json
        }
    }

    Context 'scalars' {
        It 'writes <value> (<type>) as <json>' -ForEach @(
            @{ value = 'a"\/<>&''+ä€'; json = '"a\"\\/<>&''+ä€"' }
            @{ value = '😀'; json = '"\uD83D\uDE00"' }
            @{ value = "`n`t`0"; json = '"\n\t\u0000"' }
            @{ value = [char] 'x'; json = '"x"' }
            @{ value = $true; json = 'true' }
            @{ value = [switch] $true; json = 'true' }
            @{ value = [switch] $false; json = 'false' }
            @{ value = [byte] 255; json = '255' }
            @{ value = [sbyte] -128; json = '-128' }
            @{ value = [int16] -32768; json = '-32768' }
            @{ value = [uint16] 65535; json = '65535' }
            @{ value = [int] -2147483648; json = '-2147483648' }
            @{ value = [uint32] 4294967295; json = '4294967295' }
            @{ value = [long]::MinValue; json = '-9223372036854775808' }
            @{ value = [ulong]::MaxValue; json = '18446744073709551615' }
            @{ value = [bigint]::Parse('123456789012345678901234567890'); json = '123456789012345678901234567890' }
            @{ value = [Int128]::Parse('170141183460469231731687303715884105727'); json = '170141183460469231731687303715884105727' }
            @{ value = [IntPtr] 7; json = '7' }
            @{ value = 0.1; json = '0.1' }
            @{ value = 1e300; json = '1E+300' }
            @{ value = [double] 5; json = '5' }
            @{ value = [float] 0.1; json = '0.1' }
            @{ value = [Half] 0.5; json = '0.5' }
            @{ value = 1.50d; json = '1.50' }
            @{ value = [decimal]::MaxValue; json = '79228162514264337593543950335' }
            @{ value = [datetime]::new(2026, 1, 2, 3, 4, 5, [DateTimeKind]::Utc); json = '"2026-01-02T03:04:05Z"' }
            @{ value = [datetime]::new(2026, 1, 2, 3, 4, 5, 120, [DateTimeKind]::Unspecified); json = '"2026-01-02T03:04:05.12"' }
            @{ value = [datetimeoffset]::new(2026, 1, 2, 3, 4, 5, [timespan]::FromHours(5.5)); json = '"2026-01-02T03:04:05+05:30"' }
            @{ value = [DateOnly]::new(2026, 1, 2); json = '"2026-01-02"' }
            @{ value = [TimeOnly]::new(3, 4, 5); json = '"03:04:05"' }
            @{ value = [TimeOnly]::new(3, 4, 5, 60); json = '"03:04:05.06"' }
            @{ value = [timespan]::new(1, 2, 3, 4); json = '"P1DT2H3M4S"' }
            @{ value = [guid] '00112233-4455-6677-8899-AABBCCDDEEFF'; json = '"00112233-4455-6677-8899-aabbccddeeff"' }
            @{ value = [uri] 'https://example.com/a b?q=%41'; json = '"https://example.com/a b?q=%41"' }
            @{ value = [uri]::new('a/b', [UriKind]::Relative); json = '"a/b"' }
            @{ value = [version] '1.2.3'; json = '"1.2.3"' }
            @{ value = [DayOfWeek]::Monday; json = '"Monday"' }
            @{ value = [DBNull]::Value; json = 'null' }
            @{ value = [NullString]::Value; json = 'null' }
            @{ value = $null; json = 'null' }
        ) {
            [GqlTools.Conversion.VariableWriter]::ToJson($value) | Should -BeExactly $json
            [GqlTools.Conversion.VariableWriter]::ToJson(@{ v = $value }) | Should -BeExactly "{`"v`":$json}"
            if ($null -ne $value) {
                [GqlTools.Conversion.VariableWriter]::ToJson(@(, [psobject]::AsPSObject($value))) | Should -BeExactly "[$json]"
            }
        }
        It 'writes a local time with its offset' {
            $local = [datetime]::new(2026, 7, 1, 12, 0, 0, [DateTimeKind]::Local)
            $offset = [TimeZoneInfo]::Local.GetUtcOffset($local)
            $sign = if ($offset -lt [timespan]::Zero) { '-' } else { '+' }
            Write $local | Should -BeExactly ('"2026-07-01T12:00:00' + $sign + $offset.ToString('hh\:mm') + '"')
        }
        It 'keeps half a surrogate pair as an escape' { Write ("a$([char] 0xD800)b`"$([char] 0xDC00)") | Should -BeExactly '"a\ud800b\u0022\udc00"' }
        It 'passes JsonDocument, JsonElement and JsonNode on as they are' {
            $document = [Text.Json.JsonDocument]::Parse('{"n":1.500e1,"l":[1]}')
            Write @{ a = $document } | Should -BeExactly '{"a":{"n":1.500e1,"l":[1]}}'
            Write @{ a = $document.RootElement } | Should -BeExactly '{"a":{"n":1.500e1,"l":[1]}}'
            Write @{ a = [Text.Json.Nodes.JsonNode]::Parse('[{"n":1.500e1}]') } | Should -BeExactly '{"a":[{"n":1.500e1}]}'
        }
        It 'refuses <value>' -ForEach @(
            @{ value = [double]::NaN }, @{ value = [double]::NegativeInfinity }, @{ value = [float]::PositiveInfinity }, @{ value = [Half]::NaN }
            @{ value = [IO.FileShare] 'Read, Delete' }, @{ value = [Enum]::ToObject([DayOfWeek], 9) }
        ) {
            $refusal = Get-Refusal { Write @{ input = @{ list = @(1, $value) } } }
            $refusal.Path | Should -BeExactly '$value.input.list[1]'
            $refusal.ValueType | Should -Be $value.GetType()
        }
    }

    Context 'what has no JSON form' {
        It 'refuses a <name> with its path and type' -ForEach @(
            @{ name = 'byte array'; make = { , [byte[]] (1, 2) }; says = 'ToBase64String' }
            @{ name = 'secure string'; make = { ConvertTo-SecureString 'hush' -AsPlainText -Force }; says = 'ConvertFrom-SecureString' }
            @{ name = 'credential'; make = { [pscredential]::new('u', (ConvertTo-SecureString 'hush' -AsPlainText -Force)) }; says = 'ConvertFrom-SecureString' }
            @{ name = 'script block'; make = { { 1 } }; says = 'Call it' }
            @{ name = 'delegate'; make = { [Action] { } }; says = 'Call it' }
            @{ name = 'type'; make = { [int] }; says = 'FullName' }
            @{ name = 'stream'; make = { [IO.MemoryStream]::new() }; says = 'Read it' }
            @{ name = 'file'; make = { Get-Item $PSCommandPath }; says = 'FullName' }
            @{ name = 'XML document'; make = { [xml] '<a/>' }; says = 'OuterXml' }
            @{ name = 'Json.NET value'; make = { , [Newtonsoft.Json.Linq.JValue]::new(1) }; says = 'ConvertFrom-Json' }
            @{ name = 'process'; make = { Get-Process -Id $PID }; says = 'Select-Object' }
            @{ name = '.NET object'; make = { [ConversionPerson]::new() }; says = 'Select-Object' }
        ) {
            $value = & $make
            $refusal = Get-Refusal { Write @{ input = @(0, @{ thing = $value }) } }
            $refusal | Should -BeOfType ([GqlTools.Conversion.VariableConversionException])
            $refusal.Path | Should -BeExactly '$value.input[1].thing'
            $refusal.ValueType | Should -Be $value.GetType()
            $refusal.Message | Should -Match ([regex]::Escape($value.GetType().FullName) + '.*' + $says)
            $refusal.Message | Should -Not -BeLike '*hush*'
        }
        It 'names both ends of a cycle' {
            $owner = @{ name = 'x' }
            $object = [pscustomobject]@{ items = @(0, 1, 2, @{ owner = $null }) }
            $object.items[3].owner = $object
            $refusal = Get-Refusal { Write-Variables @{ input = $object } }
            $refusal.Message | Should -BeLike '$variables.input.items`[3`].owner refers back to $variables.input:*'
            $owner.self = $owner
            (Get-Refusal { Write-Variables $owner }).Message | Should -BeLike '$variables.self refers back to $variables:*'
            $list = [Collections.ArrayList]::new(); $null = $list.Add($list)
            (Get-Refusal { Write-Variables @{ l = $list } }).Message | Should -BeLike '$variables.l`[0`] refers back to $variables.l:*'
        }
        It 'writes as deep as its bound, and not deeper' {
            $value = 1; for ($i = 0; $i -lt 20; $i++) { $value = , $value }
            [GqlTools.Conversion.VariableWriter]::ToJson($value, 20) | Should -BeExactly ('[' * 20 + '1' + ']' * 20)
            $refusal = Get-Refusal { [GqlTools.Conversion.VariableWriter]::ToJson($value, 19) }
            $refusal.Path | Should -BeExactly ('$value' + '[0]' * 19)
            $refusal.Message | Should -BeLike '*19 levels*'
        }
        It 'refuses what never ends at its default bound' {
            $endless = [pscustomobject]@{}
            $endless | Add-Member -MemberType ScriptProperty -Name more -Value { $next = [pscustomobject]@{}; $next.PSObject.Members.Add($this.PSObject.Members['more'].Copy()); $next }
            (Get-Refusal { [GqlTools.Conversion.VariableWriter]::ToJson($endless, 50) }).Message | Should -BeLike '*50 levels*'
        }
        It 'says which property could not be read, and why' {
            $object = [pscustomobject]@{ a = 1 } | Add-Member -PassThru -MemberType ScriptProperty -Name bad -Value { throw 'no such luck' }
            $failure = Get-Failure { Write @{ input = $object } }
            $failure | Should -BeOfType ([GqlTools.Conversion.VariableConversionException])
            $failure.Path | Should -BeExactly '$value.input.bad'
            $failure.Message | Should -BeLike '*no such luck*'
        }
        It 'says which list could not be enumerated, and why' {
            $failure = Get-Failure { Write @{ input = [ConversionBroken]::new() } }
            $failure.Path | Should -BeExactly '$value.input[1]'
            $failure.Message | Should -BeLike '*the source ended badly*'
        }
        It 'quotes names that are no words' {
            (Get-Refusal { Write @{ 'it''s odd' = [double]::NaN } }).Path | Should -BeExactly '$value[''it''''s odd'']'
        }
    }

    Context 'variables of a request' {
        It 'writes no variables as an empty object' {
            Write-Variables $null | Should -BeExactly '{}'
            Write-Variables @{} | Should -BeExactly '{}'
            Write-Variables ([pscustomobject]@{}) | Should -BeExactly '{}'
        }
        It 'writes hashtables whole, whatever is declared' { Write-Variables ([ordered]@{ id = 1; idd = 2 }) 'id' | Should -BeExactly '{"id":1,"idd":2}' }
        It 'writes a PSCustomObject whole when nothing is said about declared names' {
            Write-Variables ([pscustomobject]@{ Id = 1; Other = 2 }) | Should -BeExactly '{"Id":1,"Other":2}'
        }
        It 'reads only declared properties of an object, and spells them as declared' {
            Write-Variables ([pscustomobject]@{ ID = 1; Other = [double]::NaN }) 'id', 'missing' | Should -BeExactly '{"id":1}'
            Write-Variables ([ConversionPerson]::new()) 'age', 'name' | Should -BeExactly '{"age":36,"name":"Ada"}'
            Write-Variables (Get-Item $PSCommandPath) 'name' | Should -BeExactly '{"name":"Conversion.Tests.ps1"}'
        }
        It 'refuses a .NET object when no names are declared to it' {
            (Get-Refusal { Write-Variables ([ConversionPerson]::new()) }).Message | Should -BeLike '$variables is a ConversionPerson*Select-Object*'
        }
        It 'names the declared property that could not be read' {
            (Get-Failure { Write-Variables ([ConversionPerson]::new()) 'secret' }).Path | Should -BeExactly '$variables.secret'
        }
        It 'refuses <_> in place of an object' -ForEach @(5, 1.5, $true, [datetime]::UnixEpoch, [guid]::Empty) {
            $value = $_
            (Get-Refusal { Write-Variables $value 'id' }).Message | Should -BeLike "`$variables is a $($value.GetType().FullName)*object*"
        }
        It 'refuses a list in place of an object' {
            (Get-Refusal { Write-Variables @(@{ a = 1 }) 'id' }).Message | Should -BeLike '$variables is a list*'
        }
        It 'passes JSON text on byte for byte' {
            $text = "  {`"a`" : 1.50,`n `"b`":`"\u00e4 ä`", `"a`":[ ]}`n"
            Write-Variables $text | Should -BeExactly $text
            Write-Variables ([psobject]::AsPSObject($text)) 'x' | Should -BeExactly $text
        }
        It 'refuses text that is <what>' -ForEach @(
            @{ what = 'a list'; text = '[1]'; says = '*is JSON text of a list*' }
            @{ what = 'a number'; text = '1'; says = '*is JSON text of a number*' }
            @{ what = 'null'; text = 'null'; says = '*is JSON text of a null*' }
            @{ what = 'empty'; text = ''; says = '*no JSON object*' }
            @{ what = 'cut off'; text = '{"a":'; says = '*no JSON object at line 1, byte 6*' }
            @{ what = 'followed by more'; text = "{}`n x"; says = '*no JSON object at line 2, byte 2*' }
            @{ what = 'no JSON'; text = 'id=1'; says = '*no JSON object*hashtable*' }
            @{ what = 'half a surrogate pair'; text = "{`"a`":`"$([char] 0xD800)`"}"; says = '*surrogate*' }
        ) {
            $failure = Get-Failure { Write-Variables $text }
            $failure | Should -BeOfType ([GqlTools.Conversion.VariableConversionException])
            $failure.Path | Should -BeExactly '$variables'
            $failure.Message | Should -BeLike $says
        }
        It 'refuses JSON text deeper than the bound' {
            Write-Variables '{"a":[1]}' -MaxDepth 2 | Should -BeExactly '{"a":[1]}'
            Get-Failure { Write-Variables '{"a":[1]}' -MaxDepth 1 } | Should -BeOfType ([GqlTools.Conversion.VariableConversionException])
        }
        It 'takes JSON objects of System.Text.Json' {
            Write-Variables ([Text.Json.Nodes.JsonNode]::Parse('{"a":1}')) | Should -BeExactly '{"a":1}'
            Write-Variables ([Text.Json.JsonDocument]::Parse('{"a":1}')) | Should -BeExactly '{"a":1}'
            Get-Refusal { Write-Variables ([Text.Json.JsonDocument]::Parse('[1]')) } | Should -BeOfType ([GqlTools.Conversion.VariableConversionException])
        }
    }
}
