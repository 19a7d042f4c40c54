# Reads one setting of Remote Desktop and, with -Mode set, changes it where it is as expected, then reads it back.
# Static text: parameters are words of a list, whole numbers, hexadecimal digits of a thumbprint, and an account's name or
# a client's address as hexadecimal digits of its UTF-8.
# For PowerShell 4 and later, as an administrator. Not yet run on any build of Windows.
param(
    [Parameter(Mandatory = $true)]
    [ValidateSet('denyconnections', 'tsenabled', 'drainmode', 'tsuserenabled', 'winstationsdisabled', 'listenerenabled',
        'listenerlogondisabled', 'listenerport', 'lanadapter', 'securitylayer', 'networklevelauthentication',
        'firewallrules', 'termservicestart', 'umrdpservicestart', 'sessionenvstart', 'dhcpstart', 'nsistart',
        'netlogonstart', 'keyisostart', 'cryptsvcstart', 'firewalldomain', 'firewallprivate', 'firewallpublic',
        'inboundrulesdomain', 'inboundrulesprivate', 'inboundrulespublic', 'selfsignedcertificate', 'sessionhostrole',
        'remotedesktopuser', 'firewallopening', 'certificatebinding')]
    [string]$What,
    [ValidateSet('read', 'set')]
    [string]$Mode = 'read',
    [ValidateRange(0, 65535)]
    [int]$Expected = 0,
    [ValidateRange(0, 65535)]
    [int]$Wanted = 0,
    [ValidatePattern('^([0-9a-f]{2}){0,1024}$')]
    [string]$Account = '',
    [ValidateRange(0, 65535)]
    [int]$Port = 0,
    [ValidatePattern('^([0-9a-f]{2}){0,64}$')]
    [string]$Remote = '',
    [ValidatePattern('^([0-9a-f]{40})?$')]
    [string]$Thumbprint = ''
)
$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 2

$server = 'HKLM:\SYSTEM\CurrentControlSet\Control\Terminal Server'
$listener = 'HKLM:\SYSTEM\CurrentControlSet\Control\Terminal Server\WinStations\RDP-Tcp'
$winlogon = 'HKLM:\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon'
$values = @{
    'denyconnections' = @($server, 'fDenyTSConnections')
    'tsenabled' = @($server, 'TSEnabled')
    'drainmode' = @($server, 'TSServerDrainMode')
    'tsuserenabled' = @($server, 'TSUserEnabled')
    'winstationsdisabled' = @($winlogon, 'WinStationsDisabled')
    'listenerenabled' = @($listener, 'fEnableWinStation')
    'listenerlogondisabled' = @($listener, 'fLogonDisabled')
    'listenerport' = @($listener, 'PortNumber')
    'lanadapter' = @($listener, 'LanAdapter')
    'securitylayer' = @($listener, 'SecurityLayer')
    'networklevelauthentication' = @($listener, 'UserAuthentication')
}
$services = @{
    'termservicestart' = 'TermService'
    'umrdpservicestart' = 'UmRdpService'
    'sessionenvstart' = 'SessionEnv'
    'dhcpstart' = 'Dhcp'
    'nsistart' = 'nsi'
    'netlogonstart' = 'Netlogon'
    'keyisostart' = 'KeyIso'
    'cryptsvcstart' = 'CryptSvc'
}
$onOff = @{ 0 = 'False'; 1 = 'True' }
$startTypes = @{ 2 = 'Automatic'; 3 = 'Manual'; 4 = 'Disabled' }
$profiles = @{ 'domain' = 'Domain'; 'private' = 'Private'; 'public' = 'Public' }
$firewallRule = 'RemoteDesktop-UserMode-In-TCP'
$ownCertificates = 'Cert:\LocalMachine\Remote Desktop'
$published = 'HKLM:\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Terminal Server'

function ConvertFrom-Digits($digits) {
    $bytes = New-Object byte[] ($digits.Length / 2)
    for ($i = 0; $i -lt $bytes.Length; $i++) {
        $bytes[$i] = [Convert]::ToByte($digits.Substring(2 * $i, 2), 16)
    }
    , $bytes
}

# The account by its SID: its name is data, never part of a command.
function Get-AccountSid {
    $name = [Text.Encoding]::UTF8.GetString((ConvertFrom-Digits $Account))
    $ntAccount = New-Object Security.Principal.NTAccount($name)
    $ntAccount.Translate([Security.Principal.SecurityIdentifier]).Value
}

# The group by its SID: its name differs by language.
function Get-RemoteDesktopGroup {
    $sid = New-Object Security.Principal.SecurityIdentifier('S-1-5-32-555')
    $full = $sid.Translate([Security.Principal.NTAccount]).Value
    $short = $full.Substring($full.IndexOf('\') + 1)
    [ADSI]('WinNT://./' + $short + ',group')
}

function Test-Member($group, $sid) {
    foreach ($member in @($group.psbase.Invoke('Members'))) {
        $raw = $member.GetType().InvokeMember('objectSid', 'GetProperty', $null, $member, $null)
        $found = New-Object Security.Principal.SecurityIdentifier($raw, 0)
        if ($found.Value -eq $sid) {
            return 1
        }
    }
    return 0
}

# What is no address ends here, before anything is asked of the firewall.
function Get-RemoteAddress {
    $text = [Text.Encoding]::UTF8.GetString((ConvertFrom-Digits $Remote))
    [Net.IPAddress]::Parse($text).ToString()
}

function Get-OpeningName {
    'RdpDiag-In-TCP-' + $Port + '-' + $Remote
}

# 0 is absent, 1 is what this script makes, 2 is a rule of that name with other values.
function Get-Opening {
    $rule = Get-NetFirewallRule -Name (Get-OpeningName) -ErrorAction SilentlyContinue
    if (-not $rule) {
        return 0
    }
    $ports = $rule | Get-NetFirewallPortFilter
    $addresses = $rule | Get-NetFirewallAddressFilter
    $same = $rule.Enabled -eq 'True' -and $rule.Action -eq 'Allow' -and $rule.Direction -eq 'Inbound' -and
        [string]$ports.Protocol -eq 'TCP' -and [string]$ports.LocalPort -eq [string]$Port -and
        [string]$addresses.RemoteAddress -eq (Get-RemoteAddress)
    if ($same) { 1 } else { 2 }
}

function Test-Usable($certificate) {
    $now = Get-Date
    $certificate.HasPrivateKey -and $certificate.NotBefore -le $now -and $certificate.NotAfter -gt $now
}

function Get-OwnCertificate {
    $usable = @(Get-ChildItem -LiteralPath $ownCertificates -ErrorAction SilentlyContinue | Where-Object { Test-Usable $_ })
    [int]($usable.Count -gt 0)
}

# Which certificate the listener is told to use: 0 none, 1 the one with that thumbprint, 2 another one.
function Get-Binding {
    $bound = (Get-ItemProperty -LiteralPath $listener).PSObject.Properties['SSLCertificateSHA1Hash']
    if (-not $bound -or $bound.Value.Length -eq 0) {
        return 0
    }
    $digits = [BitConverter]::ToString($bound.Value).Replace('-', '').ToLowerInvariant()
    if ($digits -eq $Thumbprint) { 1 } else { 2 }
}

function Test-Subkey($path) {
    (Test-Path -LiteralPath $path) -and @(Get-ChildItem -LiteralPath $path).Count -gt 0
}

# 0 is not installed, 1 is installed and can go, 2 serves a deployment or RemoteApp, 3 has more than two people signed in.
function Get-SessionHostRole {
    $role = Get-WindowsFeature -Name 'RDS-RD-Server'
    if (@('Installed', 'InstallPending') -notcontains [string]$role.InstallState) {
        return 0
    }
    $cluster = Get-ItemProperty -LiteralPath (Join-Path $server 'ClusterSettings') -ErrorAction SilentlyContinue
    $active = $cluster -and $cluster.PSObject.Properties['SessionDirectoryActive'] -and $cluster.SessionDirectoryActive -eq 1
    $broker = Get-Service -Name 'Tssdis' -ErrorAction SilentlyContinue
    $apps = (Test-Subkey (Join-Path $published 'TSAppAllowList\Applications')) -or
        (Test-Subkey (Join-Path $published 'CentralPublishedResources\PublishedFarms'))
    if ($active -or $broker -or $apps) {
        return 2
    }
    $shells = Get-CimInstance -ClassName 'Win32_Process' -Filter 'Name="explorer.exe"'
    $people = @($shells | ForEach-Object { $_.SessionId } | Sort-Object -Unique)
    if ($people.Count -gt 2) { 3 } else { 1 }
}

function Get-Setting {
    if ($values.ContainsKey($What)) {
        $name = $values[$What][1]
        return [int](Get-ItemProperty -LiteralPath $values[$What][0] -Name $name).$name
    }
    if ($services.ContainsKey($What)) {
        $key = Join-Path 'HKLM:\SYSTEM\CurrentControlSet\Services' $services[$What]
        return [int](Get-ItemProperty -LiteralPath $key -Name 'Start').Start
    }
    if ($What -eq 'firewallrules') {
        $rule = Get-NetFirewallRule -Name $firewallRule
        return [int]($rule.Enabled -eq 'True')
    }
    if ($What -match '^firewall(domain|private|public)$') {
        return [int]((Get-NetFirewallProfile -Name $profiles[$Matches[1]]).Enabled -eq 'True')
    }
    if ($What -match '^inboundrules(domain|private|public)$') {
        return [int]((Get-NetFirewallProfile -Name $profiles[$Matches[1]]).AllowInboundRules -ne 'False')
    }
    switch ($What) {
        'selfsignedcertificate' { return Get-OwnCertificate }
        'sessionhostrole' { return Get-SessionHostRole }
        'firewallopening' { return Get-Opening }
        'certificatebinding' { return Get-Binding }
    }
    return Test-Member (Get-RemoteDesktopGroup) (Get-AccountSid)
}

# What cannot be used goes; the service makes a new one when it starts, which takes some seconds.
function Set-OwnCertificate {
    Get-ChildItem -LiteralPath $ownCertificates -ErrorAction SilentlyContinue | Where-Object { -not (Test-Usable $_) } |
        Remove-Item
    Restart-Service -Name 'SessionEnv' -Force
    for ($i = 0; $i -lt 30 -and (Get-OwnCertificate) -ne 1; $i++) {
        Start-Sleep -Seconds 1
    }
}

function Set-Setting {
    if ($values.ContainsKey($What)) {
        Set-ItemProperty -LiteralPath $values[$What][0] -Name $values[$What][1] -Value $Wanted
    } elseif ($services.ContainsKey($What)) {
        Set-Service -Name $services[$What] -StartupType $startTypes[$Wanted]
        if ($Wanted -ne 4) {
            Start-Service -Name $services[$What]
        }
    } elseif ($What -eq 'firewallrules') {
        if ($Wanted -eq 1) {
            Enable-NetFirewallRule -Name $firewallRule
        } else {
            Disable-NetFirewallRule -Name $firewallRule
        }
    } elseif ($What -match '^firewall(domain|private|public)$') {
        Set-NetFirewallProfile -Name $profiles[$Matches[1]] -Enabled $onOff[$Wanted]
    } elseif ($What -match '^inboundrules(domain|private|public)$') {
        Set-NetFirewallProfile -Name $profiles[$Matches[1]] -AllowInboundRules $onOff[$Wanted]
    } elseif ($What -eq 'selfsignedcertificate') {
        Set-OwnCertificate
    } elseif ($What -eq 'sessionhostrole') {
        if ($Wanted -eq 1) {
            Install-WindowsFeature -Name 'RDS-RD-Server' | Out-Null
        } else {
            Uninstall-WindowsFeature -Name 'RDS-RD-Server' | Out-Null
        }
    } elseif ($What -eq 'firewallopening') {
        if ($Wanted -eq 1) {
            New-NetFirewallRule -Name (Get-OpeningName) -DisplayName (Get-OpeningName) -Direction Inbound -Action Allow `
                -Protocol TCP -LocalPort $Port -RemoteAddress (Get-RemoteAddress) | Out-Null
        } else {
            Remove-NetFirewallRule -Name (Get-OpeningName)
        }
    } elseif ($What -eq 'certificatebinding') {
        if ($Wanted -eq 1) {
            Set-ItemProperty -LiteralPath $listener -Name 'SSLCertificateSHA1Hash' -Type Binary `
                -Value (ConvertFrom-Digits $Thumbprint)
        } else {
            Remove-ItemProperty -LiteralPath $listener -Name 'SSLCertificateSHA1Hash'
        }
    } else {
        $path = 'WinNT://' + (Get-AccountSid)
        if ($Wanted -eq 1) {
            (Get-RemoteDesktopGroup).psbase.Invoke('Add', $path)
        } else {
            (Get-RemoteDesktopGroup).psbase.Invoke('Remove', $path)
        }
    }
}

$was = 'unknown'
$now = 'unknown'
$result = 'error'
try {
    $was = Get-Setting
    $now = $was
    if ($Mode -eq 'read') {
        $result = 'read'
    } elseif ($was -eq $Wanted) {
        $result = 'already'
    } elseif ($was -ne $Expected) {
        $result = 'other'
    } else {
        Set-Setting
        $now = Get-Setting
        $result = 'done'
    }
} catch {
    $result = 'error-' + $_.Exception.HResult.ToString('x8')
}
Write-Output ('RDPDIAG-CHANGE 1 ' + $env:COMPUTERNAME + ' ' + $What + ' was=' + $was + ' now=' + $now + ' result=' + $result)
