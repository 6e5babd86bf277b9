<#
Starts the demo server as a process of its own and asks it what it has seen.

    $server = Start-DemoServer                     # $server.Https, .Http and .H2c are the URIs of its GraphQL endpoint
    Get-DemoFaultUri $server 'answer?status=503'   # the endpoint with a fault in front of it; src/GqlTools.Demo/Faults/FaultTable.cs names them
    Wait-DemoCounter $server { $_.requestsInFlight -eq 6 }
    Set-DemoThrottle $server 'github?points=100&seconds=2'   # what clients may ask; src/GqlTools.Demo/Throttling/ThrottleTable.cs names the styles
    Stop-DemoServer $server
#>
#Requires -Version 7.4

$root = Resolve-Path (Join-Path $PSScriptRoot '../..')
$startLimit = [timespan]::FromSeconds(60)
$stopLimit = [timespan]::FromSeconds(15)
$waitLimit = [timespan]::FromSeconds(30)
$http = [System.Net.Http.HttpClient]::new()

# The server that was built last, in whatever configuration.
function Get-DemoAssembly {
    $built = Get-ChildItem "$root/src/GqlTools.Demo/bin/*/*/GqlTools.Demo.dll" -ErrorAction Ignore | Sort-Object LastWriteTime -Descending
    if (-not $built) { throw 'The demo server is not built. Build it: dotnet build src/GqlTools.Demo' }
    $built[0].FullName
}

# Arguments of `serve` may be given, such as --max-streams 10, and a throttle to start with. The server ends with this process at the latest: its standard input closes then.
function Start-DemoServer([string[]] $ArgumentList = @(), [string] $Throttle) {
    if ($Throttle) { $ArgumentList += '--throttle', $Throttle }
    $start = [System.Diagnostics.ProcessStartInfo]::new('dotnet')
    foreach ($argument in @(Get-DemoAssembly; 'serve'; '--until-stdin-closes'; $ArgumentList)) { $start.ArgumentList.Add($argument) }
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    $process = [System.Diagnostics.Process]::Start($start)
    $line = $process.StandardOutput.ReadLineAsync()
    if (-not $line.Wait($startLimit)) { $process.Kill(); throw "The demo server did not come up within $startLimit." }
    if (-not $line.Result) { throw "The demo server ended with exit code $($process.ExitCode) before it listened." }

    $facts = ConvertFrom-Json $line.Result
    [pscustomobject]@{
        Https       = [uri]$facts.https
        Http        = [uri]$facts.http
        H2c         = [uri]$facts.h2c
        UnixSocket  = $facts.unixSocket
        Certificate = [System.Security.Cryptography.X509Certificates.X509CertificateLoader]::LoadCertificate([convert]::FromBase64String($facts.certificate))
        Process     = $process
    }
}

function Stop-DemoServer($Server) {
    $Server.Process.StandardInput.Close()
    if (-not $Server.Process.WaitForExit($stopLimit)) { $Server.Process.Kill() }
    $Server.Process.Dispose()
}

function Get-DemoFaultUri($Server, [string] $Fault, [ValidateSet('Https', 'Http', 'H2c')] [string] $Endpoint = 'Https') {
    [uri]::new($Server.$Endpoint, "/faults/$Fault")
}

function Get-DemoCounter($Server) {
    ConvertFrom-Json $http.GetStringAsync([uri]::new($Server.Http, '/demo/counters')).GetAwaiter().GetResult()
}

# Returns the counters as soon as the condition holds of them; throws when that takes too long.
function Wait-DemoCounter($Server, [scriptblock] $Condition) {
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    do {
        $counters = Get-DemoCounter $Server
        if ($counters | ForEach-Object $Condition) { return $counters }
    } while ($clock.Elapsed -lt $waitLimit)
    throw "Within $waitLimit it did not come true that $Condition. The counters are: $($counters | ConvertTo-Json -Compress)"
}

# Sets the fault that every request to the endpoint meets from now on; $null for none.
function Set-DemoFault($Server, [string] $Fault) {
    Send-DemoOrder $Server fault $Fault
}

# Sets what clients may ask from now on; $null for as much as they like.
function Set-DemoThrottle($Server, [string] $Throttle) {
    Send-DemoOrder $Server throttle $Throttle
}

# How many seconds the throttle makes a client wait that asks for so many points from now on and loses no time by itself.
function Get-DemoThrottleSeconds($Server, [long] $Points) {
    (ConvertFrom-Json $http.GetStringAsync([uri]::new($Server.Http, "/demo/throttle?points=$Points")).GetAwaiter().GetResult()).seconds
}

# Cuts all connections at once and lets the server listen again. What it holds (shop, counters, throttle) stays.
function Restart-DemoServer($Server) {
    Send-DemoOrder $Server restart ''
}

# Cuts everything that streams at this moment, as a lost network does; gives how many there were.
function Stop-DemoStream($Server) {
    $answer = $http.PostAsync([uri]::new($Server.Http, '/demo/cut'), $null).GetAwaiter().GetResult().EnsureSuccessStatusCode()
    (ConvertFrom-Json $answer.Content.ReadAsStringAsync().GetAwaiter().GetResult()).streams
}

function Send-DemoOrder($Server, [string] $What, [string] $Text) {
    $null = $http.PutAsync([uri]::new($Server.Http, "/demo/$What"), [System.Net.Http.StringContent]::new($Text)).GetAwaiter().GetResult().EnsureSuccessStatusCode()
}

Export-ModuleMember -Function Start-DemoServer, Stop-DemoServer, Get-DemoFaultUri, Get-DemoCounter, Wait-DemoCounter, Set-DemoFault, Set-DemoThrottle, Get-DemoThrottleSeconds, Restart-DemoServer, Stop-DemoStream
