# Reads one setting of Remote Desktop and, with -Mode set, changes it where it is as expected, then reads it back.
# Static text: parameters are words of a list, whole numbers, and an account's name as hexadecimal digits of its UTF-8.
# For PowerShell 4 and later, as an administrator. Not yet run on any build of Windows.
param(
    [Parameter(Mandatory = $true)]
    [ValidateSet('denyconnections', 'tsenabled', 'drainmode', 'tsuserenabled', 'winstationsdisabled', 'listenerenabled',
        'listenerlogondisabled', 'listenerport', 'lanadapter', 'securitylayer', 'networklevelauthentication',
        'firewallrules', 'termservicestart', 'umrdpservicestart', 'sessionenvstart', 'dhcpstart', 'nsistart',
        'netlogonstart', 'keyisostart', 'cryptsvcstart', 'remotedesktopuser')]
    [string]$What,
    [ValidateSet('read', 'set')]
    [string]$Mode = 'read',
    [ValidateRange(0, 65535)]
    [int]$Expected = 0,
    [ValidateRange(0, 65535)]
    [int]$Wanted = 0,
    [ValidatePattern('^([0-9a-f]{2}){0,1024}$')]
    [string]$Account = ''
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
$startTypes = @{ 2 = 'Automatic'; 3 = 'Manual'; 4 = 'Disabled' }
$firewallRule = 'RemoteDesktop-UserMode-In-TCP'

# The account by its SID: its name is data, never part of a command.
function Get-AccountSid {
    $bytes = New-Object byte[] ($Account.Length / 2)
    for ($i = 0; $i -lt $bytes.Length; $i++) {
        $bytes[$i] = [Convert]::ToByte($Account.Substring(2 * $i, 2), 16)
    }
    $name = [Text.Encoding]::UTF8.GetString($bytes)
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
    return Test-Member (Get-RemoteDesktopGroup) (Get-AccountSid)
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
