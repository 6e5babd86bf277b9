#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

# The keys by which a server knows a mutation again. The demo shop applies a mutation once per Idempotency-Key or clientMutationId.

BeforeAll {
    . $PSScriptRoot/InstalledModule.ps1
    Import-Module (Join-Path $PSScriptRoot 'DemoServer.psm1')
    $server = Start-DemoServer
    $session = Open-GqlSession $server.Https -SkipCertificateCheck -Name header
    $customer = (Invoke-GqlQuery '{ customers(first: 1) { nodes { id } } }' -ResultPath customers.nodes).id
    $product = (Invoke-GqlQuery '{ products(first: 1) { nodes { id } } }' -ResultPath products.nodes).id
    $create = 'mutation($customer: ID!, $product: ID!, $note: String) {
        createOrder(input: { customerId: $customer, lines: [{ productId: $product }], note: $note }) { clientMutationId replayed order { id note } } }'
    $values = @{ customer = $customer; product = $product }
}

AfterAll {
    Get-GqlSession | Close-GqlSession -Force
    Stop-DemoServer $server
    $env:PSModulePath = $pathBefore
}

Describe 'Invoke-GqlQuery -IdempotencyKey' {
    It 'has the server apply a mutation with the same key once' {
        $first, $second = foreach ($_ in 1, 2) { Invoke-GqlQuery $create -Session header -Variables $values -IdempotencyKey once -ResultPath createOrder }

        $first.replayed | Should -BeFalse
        $second.replayed | Should -BeTrue
        $second.order.id | Should -BeExactly $first.order.id
    }

    It 'takes the key of each input from a script block' {
        $orders = 1..3 | ForEach-Object { @{ id = "order-$_"; note = "$_" } + $values } |
            Invoke-GqlQuery $create -Session header -IdempotencyKey { $_.id } -ResultPath createOrder
        $again = @{ id = 'order-2'; note = 'else' } + $values | Invoke-GqlQuery $create -Session header -IdempotencyKey { $_.id } -ResultPath createOrder

        $orders.order.note | Should -Be '1', '2', '3'
        $again.replayed | Should -BeTrue
        $again.order.id | Should -BeExactly $orders[1].order.id
    }

    It 'refuses the second of two inputs with one key and sends the others' {
        $before = (Get-DemoCounter $server).fields.'Mutation.createOrder'
        $orders = @('a', 'b', 'a' | ForEach-Object { @{ key = "repeated-$_" } + $values } |
                Invoke-GqlQuery $create -Session header -IdempotencyKey { $_.key } -ResultPath createOrder -ErrorVariable failed -ErrorAction SilentlyContinue)

        $orders.Count | Should -Be 2
        $failed.FullyQualifiedErrorId | Should -BeLike 'GqlIdempotencyKeyRepeated,*'
        $failed.TargetObject.key | Should -BeExactly 'repeated-a'
        (Get-DemoCounter $server).fields.'Mutation.createOrder' - $before | Should -Be 2
    }

    It 'repeats a mutation with a key after a failure that tells nothing, and the server applies it once' {
        $fault = Get-DemoFaultUri $server 'cut?at=body&first=1'
        $broken = Open-GqlSession $fault -SkipCertificateCheck -SkipConnectionTest -Name broken
        $response = Invoke-GqlQuery $create -Session $broken -Variables $values -IdempotencyKey cut -Raw

        $response.Attempts[0].Failure | Should -Be 'ConnectionLost'
        $response.Attempts.Count | Should -Be 2
        $response.Data.createOrder.replayed | Should -BeTrue
    }
}

Describe 'Open-GqlSession -IdempotencyKeyIn' {
    It 'writes the key into the input as clientMutationId' {
        $null = Open-GqlSession $server.Https -SkipCertificateCheck -IdempotencyKeyIn ClientMutationId -Name relay
        $literal = Invoke-GqlQuery $create -Session relay -Variables $values -IdempotencyKey relay-1 -ResultPath createOrder
        $variable = @{ input = @{ customerId = $customer; lines = @(@{ productId = $product }) } } |
            Invoke-GqlQuery 'mutation($input: CreateOrderInput!) { createOrder(input: $input) { clientMutationId replayed order { id } } }' -Session relay -IdempotencyKey relay-1 -ResultPath createOrder

        $literal.clientMutationId | Should -BeExactly 'relay-1'
        $variable.clientMutationId | Should -BeExactly 'relay-1'
        $variable.replayed | Should -BeTrue
        $variable.order.id | Should -BeExactly $literal.order.id
    }

    It 'says where a mutation has no place for it, and sends nothing' {
        $before = (Get-DemoCounter $server).requestsReceived
        { Invoke-GqlQuery 'mutation { count }' -Session relay -IdempotencyKey none -ErrorAction Stop } | Should -Throw -ErrorId 'GqlOperationUnsupported,*'
        (Get-DemoCounter $server).requestsReceived | Should -Be $before
    }
}
