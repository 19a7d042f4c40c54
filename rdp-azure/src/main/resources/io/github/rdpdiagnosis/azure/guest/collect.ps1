# Reads what decides whether this Windows takes a Remote Desktop connection. Changes nothing: it reads the registry, CIM,
# event logs, certificates and access lists, and prints one record. PowerShell 4 and later. No text that Windows shows to
# people is read: SIDs, rule ids, registry values and numbers are the same in every language.
param(
  # Names of the sections to read, joined by commas; empty for all. 'host' is always read.
  [ValidatePattern('\A([a-z]{2,16}(,[a-z]{2,16}){0,31})?\z')] [string] $Sections = '',
  # Most characters to print: Run Command keeps the last 4,096 bytes only. 0: plain text, all of it.
  [ValidateRange(0, 1000000)] [int] $Limit = 4000,
  # How many days back events are counted.
  [ValidateRange(1, 30)] [int] $Days = 3,
  # When the probe began, in seconds since 1970 UTC: events from then on are counted apart. 0: nothing was probed.
  [ValidateRange(0, 99999999999)] [long] $ProbeBegan = 0
)
$ErrorActionPreference = 'Stop'
# Progress bars would go into the output of some channels.
$ProgressPreference = 'SilentlyContinue'

# The 64-bit view: a 32-bit PowerShell would be shown other keys.
$hklm = [Microsoft.Win32.RegistryKey]::OpenBaseKey('LocalMachine', 'Registry64')
$control = 'SYSTEM\CurrentControlSet\Control'
$services = 'SYSTEM\CurrentControlSet\Services'
$policies = 'SOFTWARE\Policies\Microsoft'
$net = 'root/StandardCimv2'
$out = $null

# ---- how items are written ----

# ASCII only, one line: the code page of the channel and line breaks cannot change a value on its way.
function Escaped([string] $text) {
  if ($text.Length -gt 2000) { throw [ArgumentException] 'longer than 2000 characters' }
  [regex]::Replace($text, '[^\x20-\x7e]|[%|]', { param($m) '%{0:X4}' -f [int][char]$m.Value })
}

# Type and number of a failure; its message would be in the language of this Windows.
function Reason($record) {
  $failure = $record.Exception
  while ($failure.InnerException) { $failure = $failure.InnerException }
  '{0} 0x{1:X8}' -f $failure.GetType().Name, $failure.HResult
}

function Plain($value) {
  if ($value -is [bool]) { return $(if ($value) { 'true' } else { 'false' }) }
  if ($value -is [datetime]) { return $value.ToUniversalTime().ToString('s') + 'Z' }
  if ($value -is [byte[]]) { return [BitConverter]::ToString($value).Replace('-', '') }
  # A REG_DWORD above 2^31 arrives as a negative number.
  if ($value -is [int]) { return [string]([long]$value -band 4294967295) }
  if ($value -is [array]) { return Escaped ($value -join ',') }
  Escaped ([string]$value)
}

# name=value; name~ when it was looked for and is not there; name!why when it could not be read.
function Item([string] $item, $value) {
  if ($null -eq $value) { $out.Add("$item~") } else { $out.Add("$item=" + (Plain $value)) }
}

# A block sees the variables of its callers, these parameters too: their names are used for nothing else.
function Read([string] $item, [scriptblock] $how) {
  try { Item $item (& $how) } catch { $out.Add("$item!" + (Reason $_)) }
}

function Values([string] $prefix, [string] $path, [string[]] $names) {
  try { $key = $hklm.OpenSubKey($path) } catch {
    foreach ($name in $names) { $out.Add("$prefix$name!" + (Reason $_)) }
    return
  }
  foreach ($name in $names) {
    # The comma keeps an array in one piece.
    Read "$prefix$name" { if ($key) { , $key.GetValue($name, $null, 'DoNotExpandEnvironmentNames') } }
  }
}

function Value([string] $path, [string] $name) {
  $key = $hklm.OpenSubKey($path)
  if ($key) { $key.GetValue($name) }
}

# One row of a list: +kind field:value|field~|...
function Row([string] $kind, $fields) {
  $cells = foreach ($field in $fields.GetEnumerator()) {
    if ($null -eq $field.Value) { $field.Key + '~' } else { $field.Key + ':' + (Plain $field.Value) }
  }
  $out.Add("+$kind " + ($cells -join '|'))
}

# A list by itself: a failure in it is named, and what follows in the section goes on. Long lists are cut, and say so.
function Rows([string] $rowKind, [int] $most, [scriptblock] $list, [scriptblock] $toRow) {
  $linesBefore = $out.Count
  try {
    $all = @(& $list)
    foreach ($entry in @($all | Select-Object -First $most)) { Row $rowKind (& $toRow $entry) }
    if ($all.Count -gt $most) { $out.Add("-$rowKind " + ($all.Count - $most)) }
  } catch {
    # Half a list could be taken for all of it.
    $out.RemoveRange($linesBefore, $out.Count - $linesBefore)
    $out.Add("$rowKind!" + (Reason $_))
  }
}

function Cim([string] $class, [string] $filter, [string] $namespace = 'root/cimv2') {
  $query = @{ ClassName = $class; Namespace = $namespace; OperationTimeoutSec = 20 }
  if ($filter) { $query.Filter = $filter }
  Get-CimInstance @query
}

# The only instance of a class. Without it its properties would read as absent.
function One([string] $class, [string] $filter, [string] $namespace = 'root/cimv2') {
  $instance = @(Cim $class $filter $namespace)
  if ($instance.Count -ne 1) { throw [InvalidOperationException] 'not one instance' }
  $instance[0]
}

function FileVersion([string] $path) {
  $version = [Diagnostics.FileVersionInfo]::GetVersionInfo($path)
  # Not FileVersion: that text can carry the name of a build.
  '{0}.{1}.{2}.{3}' -f $version.FileMajorPart, $version.FileMinorPart, $version.FileBuildPart, $version.FilePrivatePart
}

function Sddl([string] $path) { (Get-Acl -LiteralPath $path).GetSecurityDescriptorSddlForm('Access') }

# Not SHA256.Create(): its managed class refuses to work where FIPS mode is on.
function Sha256([byte[]] $bytes) {
  $hash = (New-Object Security.Cryptography.SHA256CryptoServiceProvider).ComputeHash($bytes)
  [BitConverter]::ToString($hash).Replace('-', '').ToLowerInvariant()
}

function Port {
  $number = Value "$control\Terminal Server\WinStations\RDP-Tcp" 'PortNumber'
  if ($null -eq $number) { 3389 } else { $number }
}

# ---- what is read, the most telling first: what does not fit into one reply is left for the next ----

$read = [ordered]@{}

$read.host = {
  $windows = 'SOFTWARE\Microsoft\Windows NT\CurrentVersion'
  Item 'computerName' $env:COMPUTERNAME
  # Tells one machine from another without giving its identifier away.
  Read 'machineId' {
    $guid = Value 'SOFTWARE\Microsoft\Cryptography' 'MachineGuid'
    (Sha256 ([Text.Encoding]::UTF8.GetBytes("$guid/$env:COMPUTERNAME"))).Substring(0, 16)
  }
  Item 'now' ([datetime]::UtcNow)
  Item 'account' ([Security.Principal.WindowsIdentity]::GetCurrent().User.Value)
  Item 'powerShell' $PSVersionTable.PSVersion
  Read 'build' { '{0}.{1}' -f (Value $windows 'CurrentBuildNumber'), (Value $windows 'UBR') }
  Values '' $windows 'EditionID'
  Read 'booted' { (One 'Win32_OperatingSystem').LastBootUpTime }
  # 1 client, 2 domain controller, 3 server.
  Read 'productType' { (One 'Win32_OperatingSystem').ProductType }
  Read 'language' { (One 'Win32_OperatingSystem').OSLanguage }
  # This value exists only while Windows runs in safe mode: 1 minimal, 2 with network.
  Values 'safeBoot.' "$control\SafeBoot\Option" 'OptionValue'
  # The boot store's element "safeboot": the next start will be in safe mode too.
  Read 'safeBoot.next' {
    $objects = $hklm.OpenSubKey('BCD00000000\Objects')
    @($objects.GetSubKeyNames() | Where-Object { $objects.OpenSubKey("$_\Elements\25000080") }).Count -gt 0
  }
  Values '' 'SYSTEM\Setup' 'SystemSetupInProgress', 'OOBEInProgress'
  Read 'pendingReboot' {
    $session = 'SYSTEM\CurrentControlSet\Control\Session Manager'
    $current = 'SOFTWARE\Microsoft\Windows\CurrentVersion'
    $reasons = @()
    if ($hklm.OpenSubKey("$current\Component Based Servicing\RebootPending")) { $reasons += 'servicing' }
    if ($hklm.OpenSubKey("$current\WindowsUpdate\Auto Update\RebootRequired")) { $reasons += 'update' }
    if (Value $session 'PendingFileRenameOperations') { $reasons += 'files' }
    , $reasons
  }
}

$read.services = {
  $watched = 'TermService', 'UmRdpService', 'SessionEnv', 'CertPropSvc', 'KeyIso', 'CryptSvc', 'Dhcp', 'nsi', 'Netlogon',
    'LanmanWorkstation', 'Dnscache', 'RpcSs', 'mpssvc', 'BFE', 'gpsvc', 'NlaSvc', 'W32Time', 'Tssdis', 'TermServLicensing',
    'RdAgent', 'WindowsAzureGuestAgent', 'WinRM'
  Rows 'service' 40 {
    # WMI's State is a value of its schema, not a text for people.
    Cim 'Win32_Service' | Where-Object { $watched -contains $_.Name } | Sort-Object Name
  } {
    param($s)
    $key = $hklm.OpenSubKey("$services\$($s.Name)")
    [ordered]@{
      name = $s.Name; state = $s.State; start = $key.GetValue('Start'); account = $key.GetValue('ObjectName')
      type = $key.GetValue('Type'); pid = $s.ProcessId; exit = $s.ExitCode; specific = $s.ServiceSpecificExitCode
      depends = $key.GetValue('DependOnService')
    }
  }
}

$read.ts = {
  $server = "$control\Terminal Server"
  Values '' $server 'fDenyTSConnections', 'TSEnabled', 'TSServerDrainMode', 'TSUserEnabled', 'IgnoreRegUserConfigErrors'
  Values '' "$server\WinStations" 'SelfSignedCertStore'
  # A text there, "0" or "1": what "change logon" sets.
  Values '' 'SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon' 'WinStationsDisabled'
  Values 'listener.' "$server\WinStations\RDP-Tcp" 'PortNumber', 'fEnableWinStation', 'fLogonDisabled', 'LanAdapter',
    'SecurityLayer', 'UserAuthentication', 'fAllowSecProtocolNegotiation', 'MinEncryptionLevel', 'SSLCertificateSHA1Hash',
    'MaxInstanceCount', 'KeepAliveTimeout', 'fInheritReconnectSame', 'fReconnectSame', 'fInheritMaxSessionTime',
    'fInheritMaxDisconnectionTime', 'fInheritMaxIdleTime', 'MaxDisconnectionTime', 'MaxConnectionTime', 'MaxIdleTime',
    'fQueryUserConfigFromLocalMachine', 'LoadableProtocol_Object'
  Values 'policy.' "$policies\Windows NT\Terminal Services" 'fDenyTSConnections', 'SecurityLayer', 'UserAuthentication',
    'MinEncryptionLevel', 'MaxInstanceCount', 'KeepAliveEnable', 'KeepAliveInterval', 'fDisableAutoReconnect',
    'MaxDisconnectionTime', 'MaxConnectionTime', 'MaxIdleTime', 'LicensingMode', 'LicenseServers'
}

$read.port = {
  $port = Port
  Rows 'listener' 10 {
    # State 2 is Listen.
    Cim 'MSFT_NetTCPConnection' "LocalPort=$port AND State=2" $net
  } {
    param($c)
    $owner = $c.OwningProcess
    [ordered]@{
      address = $c.LocalAddress; port = $c.LocalPort; pid = $owner
      image = (Cim 'Win32_Process' "ProcessId=$owner").Name
      services = @(Cim 'Win32_Service' "ProcessId=$owner" | ForEach-Object { $_.Name })
    }
  }
  Read 'udpListeners' { @(Cim 'MSFT_NetUDPEndpoint' "LocalPort=$port" $net).Count }
  Read 'tcpConnections' { @(Cim 'MSFT_NetTCPConnection' '' $net).Count }
  Read 'tcpPortsInUse' { @(Cim 'MSFT_NetTCPConnection' '' $net | ForEach-Object { $_.LocalPort } | Sort-Object -Unique).Count }
}

$read.firewall = {
  $port = Port
  $local = "$services\SharedAccess\Parameters\FirewallPolicy"
  $policy = "$policies\WindowsFirewall"
  $names = 'EnableFirewall', 'DoNotAllowExceptions', 'DefaultInboundAction', 'DefaultOutboundAction'
  $merge = $names + 'AllowLocalPolicyMerge'
  foreach ($which in 'Domain', 'Public') {
    Values "local.$which." "$local\${which}Profile" $names
    Values "policy.$which." "$policy\${which}Profile" $merge
  }
  # The private profile's older name is "standard"; group policy knows both.
  Values 'local.Private.' "$local\StandardProfile" $names
  Values 'policy.Private.' "$policy\PrivateProfile" $merge
  Values 'policy.Standard.' "$policy\StandardProfile" $merge
  # Category 0 public, 1 private, 2 domain.
  Rows 'network' 16 { Cim 'MSFT_NetConnectionProfile' '' $net } {
    param($n)
    [ordered]@{ interface = $n.InterfaceIndex; category = $n.NetworkCategory }
  }
  $stores = [ordered]@{ local = "$local\FirewallRules"; policy = "$policy\FirewallRules"; mdm = "$local\Mdm\FirewallRules" }
  # The rules that can decide about the port are handed on as they are stored ([MS-GPFAS] 2.2.2.19), without their texts for
  # people; what they let through is worked out elsewhere. Rules for other programs or app packages are left out, and rules
  # that are off, but for the Remote Desktop ones.
  foreach ($store in $stores.GetEnumerator()) {
    Rows ($store.Key + 'Rule') 60 {
      $key = $hklm.OpenSubKey($store.Value)
      if ($key) {
        foreach ($id in $key.GetValueNames()) {
          $rule = [string]$key.GetValue($id)
          $remoteDesktop = $rule -match '\|Svc=termservice\|'
          if ($rule -notmatch '\|Active=TRUE\|' -and -not $remoteDesktop) { continue }
          if ($rule -match '\|AppPkgId=' -or $rule -match '\|Protocol=(?!6\|)') { continue }
          if ($rule -match '\|App=(?!System\|)(?![^|]*\\svchost\.exe\|)') { continue }
          if ($rule -match '\|Svc=(?!termservice\||\*\|)') { continue }
          if ($rule -match '\|Dir=Out\|') {
            if ($rule -notmatch '\|Action=Block\|') { continue }
          } elseif ($rule -match '\|LPort' -and -not $remoteDesktop) {
            $hit = $false
            foreach ($m in [regex]::Matches($rule, '(?<=\|LPort(2_10)?=)(\d+)(-(\d+))?')) {
              $from = [int]$m.Groups[2].Value
              $to = $(if ($m.Groups[4].Success) { [int]$m.Groups[4].Value } else { $from })
              if ($from -le $port -and $port -le $to) { $hit = $true }
            }
            if (-not $hit) { continue }
          }
          [pscustomobject]@{ Id = $id; Rule = [regex]::Replace($rule, '\|(Name|Desc|EmbedCtxt)=[^|]*(?=\|)', '') }
        }
      }
    } {
      param($stored)
      [ordered]@{ id = $stored.Id; rule = $stored.Rule }
    }
  }
}

$read.certificate = {
  foreach ($store in 'Remote Desktop', 'My') {
    Rows $(if ($store -eq 'My') { 'personal' } else { 'remoteDesktop' }) 12 { Get-ChildItem -LiteralPath "Cert:\LocalMachine\$store" } {
      param($c)
      [ordered]@{
        thumbprint = $c.Thumbprint; from = $c.NotBefore; to = $c.NotAfter; privateKey = $c.HasPrivateKey
        selfSigned = ($c.Subject -eq $c.Issuer); signature = $c.SignatureAlgorithm.Value
      }
    }
  }
  $keys = Join-Path $env:ProgramData 'Microsoft\Crypto\RSA\MachineKeys'
  Read 'machineKeysSddl' { Sddl $keys }
  # The key of the self-signed certificate has a container of a fixed name; the rest of the file name is the machine's GUID.
  Rows 'keyFile' 3 { [IO.Directory]::GetFiles($keys, 'f686aace6942fb7f7ceb231212eef4a4_*') } {
    param($file)
    [ordered]@{ sddl = Sddl $file }
  }
  Read 'storeSddl' { Sddl 'HKLM:\SOFTWARE\Microsoft\SystemCertificates\Remote Desktop\Certificates' }
}

$read.security = {
  $schannel = "$control\SecurityProviders\SCHANNEL\Protocols"
  foreach ($version in 'SSL 3.0', 'TLS 1.0', 'TLS 1.1', 'TLS 1.2', 'TLS 1.3') {
    Values ($version.Replace(' ', '') + '.') "$schannel\$version\Server" 'Enabled', 'DisabledByDefault'
  }
  Values 'cipherPolicy.' "$policies\Cryptography\Configuration\SSL\00010002" 'Functions'
  Values 'fips.' "$control\Lsa\FIPSAlgorithmPolicy" 'Enabled'
  Values 'lsa.' "$control\Lsa" 'disabledomaincreds', 'LmCompatibilityLevel'
  Values 'lsa.' "$control\Lsa\MSV1_0" 'RestrictReceivingNTLMTraffic'
  Values 'kerberos.' "$control\Lsa\Kerberos\Parameters" 'MaxTokenSize'
  Values 'credSsp.' 'SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System\CredSSP\Parameters' 'AllowEncryptionOracle'
  Read 'credSsp.tspkg' { FileVersion (Join-Path ([Environment]::SystemDirectory) 'TSpkg.dll') }
}

$read.domain = {
  $system = One 'Win32_ComputerSystem'
  Item 'joined' $system.PartOfDomain
  Item 'domain' $(if ($system.PartOfDomain) { $system.Domain })
  # 0 and 2 stand alone, 1 and 3 are members, 4 and 5 are domain controllers.
  Item 'role' $system.DomainRole
  Read 'secureChannel' { if ($system.DomainRole -eq 1 -or $system.DomainRole -eq 3) { Test-ComputerSecureChannel } }
  Read 'controllerFound' {
    if ($system.PartOfDomain) {
      $null = [Reflection.Assembly]::Load(
        'System.DirectoryServices, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b03f5f7f11d50a3a')
      $context = New-Object DirectoryServices.ActiveDirectory.DirectoryContext('Domain', $system.Domain)
      try { $null = [DirectoryServices.ActiveDirectory.DomainController]::FindOne($context); $true } catch {
        $failure = $_.Exception
        while ($failure.InnerException) { $failure = $failure.InnerException }
        # This one type says that none answered; anything else is no answer to the question.
        if ($failure -is [DirectoryServices.ActiveDirectory.ActiveDirectoryObjectNotFoundException]) { $false } else { throw }
      }
    }
  }
}

$read.network = {
  # Administrative status 1 up, 2 down; media state 1 connected, 2 disconnected.
  Rows 'adapter' 12 { Cim 'MSFT_NetAdapter' 'Hidden=FALSE' $net } {
    param($a)
    [ordered]@{
      interface = $a.InterfaceIndex; mac = $a.PermanentAddress; admin = $a.InterfaceAdminStatus; media = $a.MediaConnectState
      device = $a.PnPDeviceID; driver = $a.DriverVersionString
    }
  }
  # A disabled device has no adapter object any more: its device problem code 22 is what remains.
  Read 'disabledDevices' { @(Cim 'Win32_PnPEntity' "PNPClass='Net' AND ConfigManagerErrorCode=22").Count }
  # Entries of the class "network adapters" for Hyper-V's synthetic card, against those that are there.
  Read 'ghostAdapters' {
    $class = $hklm.OpenSubKey("$control\Class\{4d36e972-e325-11ce-bfc1-08002be10318}")
    $entries = @($class.GetSubKeyNames() | Where-Object { $_ -match '\A\d{4}\z' } |
      Where-Object { $class.OpenSubKey($_).GetValue('ComponentId') -eq 'vmbus\{f8615163-df3e-46c5-913f-f2d2f965ed0e}' })
    $present = @(Cim 'MSFT_NetAdapter' '' $net | Where-Object { $_.PnPDeviceID -like 'VMBUS\{f8615163*' })
    [Math]::Max(0, $entries.Count - $present.Count)
  }
  Read 'netvsc' { FileVersion (Join-Path ([Environment]::SystemDirectory) 'drivers\netvsc.sys') }
  # Prefix origin 1 by hand, 3 by DHCP.
  Rows 'address' 24 {
    Cim 'MSFT_NetIPAddress' '' $net | Where-Object { $_.IPAddress -notmatch '\A(127\.|::1\z|fe80:)' }
  } {
    param($a)
    [ordered]@{
      address = $a.IPAddress; interface = $a.InterfaceIndex; prefix = $a.PrefixLength; origin = $a.PrefixOrigin
      skip = $a.SkipAsSource
    }
  }
  Rows 'gateway' 8 { Cim 'MSFT_NetRoute' "DestinationPrefix='0.0.0.0/0'" $net } {
    param($r)
    [ordered]@{ interface = $r.InterfaceIndex; nextHop = $r.NextHop; metric = $r.RouteMetric }
  }
  # Address family 2 is IPv4.
  Read 'dnsServers' {
    , @(Cim 'MSFT_DNSClientServerAddress' 'AddressFamily=2' $net | ForEach-Object { $_.ServerAddresses } | Sort-Object -Unique)
  }
  Values 'time.' "$services\W32Time\Parameters" 'Type'
}

$read.licensing = {
  Values '' "$control\Terminal Server\RCM\Licensing Core" 'LicensingMode'
  Values '' "$services\TermService\Parameters\LicenseServers" 'SpecifiedLicenseServers'
  Values 'role.' 'SOFTWARE\Microsoft\ServerManager\ServicingStorage\ServerComponentCache\RDS-RD-Server' 'InstallState'
  # Terminal server mode 0 is remote administration, 1 is the session host role.
  Read 'mode' { (One 'Win32_TerminalServiceSetting' '' 'root/cimv2/TerminalServices').TerminalServerMode }
  # A method that only answers a question; on session hosts.
  Read 'graceDays' {
    $setting = One 'Win32_TerminalServiceSetting' '' 'root/cimv2/TerminalServices'
    if ($setting.TerminalServerMode -eq 1) {
      (Invoke-CimMethod -InputObject $setting -MethodName GetGracePeriodDays).DaysLeft
    }
  }
  Values 'broker.' "$control\Terminal Server\ClusterSettings" 'SessionDirectoryActive', 'SessionDirectoryLocation'
}

$read.sessions = {
  # Each interactive session has one winlogon.exe, the console too; explorer.exe says that somebody is signed in.
  Read 'sessions' { @(Cim 'Win32_Process' "Name='winlogon.exe'").Count }
  Read 'signedIn' { @(Cim 'Win32_Process' "Name='explorer.exe'" | ForEach-Object { $_.SessionId } | Sort-Object -Unique).Count }
  # Profiles that Windows put aside because it could not load them; the three system accounts never count.
  Read 'profilesAside' {
    $list = $hklm.OpenSubKey('SOFTWARE\Microsoft\Windows NT\CurrentVersion\ProfileList')
    , @($list.GetSubKeyNames() | Where-Object { $_ -match '\AS-1-5-21-.*\.bak\z' })
  }
}

# The date has no value where the account never expires: E_ADS_PROPERTY_NOT_FOUND, 0x8000500D.
function Expiry($user) {
  try { $user.InvokeGet('AccountExpirationDate') } catch {
    $failure = $_.Exception
    while ($failure.InnerException) { $failure = $failure.InnerException }
    if ($failure.HResult -ne -2147463155) { throw }
  }
}

$read.accounts = {
  # Group names differ by language, so a group is found by its SID.
  $groups = [ordered]@{ administrators = 'S-1-5-32-544'; remoteDesktopUsers = 'S-1-5-32-555'; rdsEndpointServers = 'S-1-5-32-576' }
  foreach ($group in $groups.GetEnumerator()) {
    Rows $group.Key 40 {
      $sid = [Security.Principal.SecurityIdentifier]$group.Value
      $name = $sid.Translate([Security.Principal.NTAccount]).Value.Split('\')[-1]
      @(([ADSI]"WinNT://./$name,group").Invoke('Members'))
    } {
      param($member)
      $bytes = $member.GetType().InvokeMember('objectSid', 'GetProperty', $null, $member, $null)
      [ordered]@{ sid = (New-Object Security.Principal.SecurityIdentifier($bytes, 0)).Value }
    }
  }
  # Where the local security authority keeps who may log on how ([MS-LSAD] 2.2.1.2); only SYSTEM may read it.
  Rows 'logonRights' 60 {
    $accounts = $hklm.OpenSubKey('SECURITY\Policy\Accounts')
    if ($null -eq $accounts) { throw [UnauthorizedAccessException] 'SECURITY' }
    foreach ($sid in $accounts.GetSubKeyNames()) {
      $access = $accounts.OpenSubKey("$sid\ActSysAc")
      if ($access) { [pscustomobject]@{ Sid = $sid; Access = [BitConverter]::ToUInt32([byte[]]$access.GetValue(''), 0) } }
    }
  } {
    param($right)
    [ordered]@{ sid = $right.Sid; access = $right.Access }
  }
  # A domain controller has no accounts of its own. States and dates only.
  if ((One 'Win32_ComputerSystem').DomainRole -lt 4) {
    Rows 'account' 30 { Cim 'Win32_UserAccount' 'LocalAccount=TRUE' } {
      param($a)
      $user = [ADSI]"WinNT://./$($a.Name),user"
      [ordered]@{
        name = $a.Name; sid = $a.SID; disabled = $a.Disabled; locked = $a.Lockout
        # 1 also when the password must be changed at the next logon; the age is then 0.
        passwordExpired = ($user.PasswordExpired.Value -eq 1)
        passwordAge = $user.PasswordAge.Value
        expires = Expiry $user
        hours = $user.LoginHours.Value
      }
    }
  } else { $out.Add('account!domain controller') }
}

$read.events = {
  # The clock of this machine; the probe's begin is by the clock of the probe's, and both are in the record.
  $since = [datetime]::UtcNow.AddDays(-$Days)
  $began = $(if ($ProbeBegan -gt 0) { ([datetime]'1970-01-01').AddSeconds($ProbeBegan) } else { [datetime]::MaxValue })
  $kinds = @(
    @('System', 'Service Control Manager', @(7000, 7001, 7022, 7023, 7031, 7034)),
    @('System', 'Schannel', @(36870, 36871, 36872)),
    @('System', 'Tcpip', @(4227, 4231)),
    @('System', 'Microsoft-Windows-TerminalServices-RemoteConnectionManager', @(1057, 1058)),
    @('System', 'NETLOGON', @(5719)),
    @('System', 'Microsoft-Windows-GroupPolicy', @(1129)),
    @('Application', 'Microsoft-Windows-User Profiles Service', @(1511)),
    @('Microsoft-Windows-TerminalServices-SessionBroker/Operational', '', @(2056)),
    @('Microsoft-Windows-TerminalServices-SessionBroker-Client/Operational', '', @(1296)),
    @('Security', 'Microsoft-Windows-Security-Auditing', @(4625, 4740))
  )
  Item 'days' $Days
  foreach ($kind in $kinds) {
    foreach ($id in $kind[2]) {
      $filter = @{ LogName = $kind[0]; Id = $id; StartTime = $since.ToLocalTime() }
      if ($kind[1]) { $filter.ProviderName = $kind[1] }
      $found = $null
      try { $found = @(Get-WinEvent -FilterHashtable $filter -MaxEvents 5000) } catch {
        # The id of the error, not its text, says that there is none.
        if ($_.FullyQualifiedErrorId -like 'NoMatchingEventsFound*') { $found = @() } else {
          $out.Add("event.$id!" + (Reason $_))
          continue
        }
      }
      $own = @($found | Where-Object { $_.TimeCreated.ToUniversalTime() -ge $began })
      $others = @($found | Where-Object { $_.TimeCreated.ToUniversalTime() -lt $began })
      # The service control manager's events carry the name of the service as UTF-16 in hexadecimal digits.
      $term = 0
      if ($id -ge 7000 -and $id -le 7034) {
        $term = @($others | Where-Object { $_.ToXml() -match '5400650072006D0053006500720076006900630065' }).Count
      }
      Row 'event' ([ordered]@{
        log = $kind[0]; id = $id; count = $others.Count; termService = $term; probe = $own.Count
        capped = ($found.Count -ge 5000)
        last = $(if ($others.Count) { $others[0].TimeCreated }); first = $(if ($others.Count) { $others[-1].TimeCreated })
      })
      if ($id -eq 4625) {
        # The tenth property of this event is the sub status, an NTSTATUS; the eighth the status.
        $reasons = $others | Group-Object {
          $sub = [long]$_.Properties[9].Value -band 4294967295
          if ($sub -eq 0) { $sub = [long]$_.Properties[7].Value -band 4294967295 }
          '0x{0:X8}' -f $sub
        }
        foreach ($reason in @($reasons)) { Row 'logonFailure' ([ordered]@{ status = $reason.Name; count = $reason.Count }) }
      }
    }
  }
}

$read.resources = {
  $os = One 'Win32_OperatingSystem'
  Item 'memoryKiB' $os.TotalVisibleMemorySize
  Item 'memoryFreeKiB' $os.FreePhysicalMemory
  Item 'commitLimitKiB' $os.TotalVirtualMemorySize
  Item 'commitFreeKiB' $os.FreeVirtualMemory
  Read 'cpuPercent' { (One 'Win32_PerfFormattedData_PerfOS_Processor' "Name='_Total'").PercentProcessorTime }
  Read 'systemDiskFreeBytes' { (One 'Win32_LogicalDisk' "DeviceID='$env:SystemDrive'").FreeSpace }
}

$read.products = {
  # What registered as security software (the security centre exists on client versions of Windows only), what binds to the
  # network adapters and is not Windows' own, and who filters packets. Nothing is guessed from names of services.
  Rows 'securityProduct' 12 {
    if ((One 'Win32_OperatingSystem').ProductType -eq 1) {
      Cim 'AntiVirusProduct' '' 'root/SecurityCenter2'
      Cim 'FirewallProduct' '' 'root/SecurityCenter2'
    }
  } {
    param($p)
    [ordered]@{ id = $p.instanceGuid; name = $p.displayName; state = $p.productState }
  }
  Rows 'filterDriver' 24 {
    Cim 'MSFT_NetAdapterBindingSettingData' 'Enabled=TRUE' $net | Where-Object { $_.ComponentID -notlike 'ms_*' } |
      Sort-Object ComponentID -Unique
  } {
    param($b)
    [ordered]@{ component = $b.ComponentID }
  }
  # With "file=-" netsh prints XML and leaves no file. Blocking filters that could apply to the port, by who put them there.
  Rows 'wfpBlock' 24 {
    $xml = [xml]((& "$([Environment]::SystemDirectory)\netsh.exe" wfp show filters file=- protocol=6 dir=in "localport=$(Port)") -join "`n")
    $xml.SelectNodes("//item[action/type='FWP_ACTION_BLOCK']") | Group-Object { $_.providerKey }
  } {
    param($g)
    [ordered]@{ provider = $g.Name; filters = $g.Count }
  }
}

# ---- the record ----

$wanted = @($read.Keys)
if ($Sections) { $wanted = @('host') + @($Sections.Split(',') | Where-Object { $_ -ne 'host' -and $read.Contains($_) }) }
$lines = @{}
foreach ($name in $wanted) {
  $out = New-Object System.Collections.Generic.List[string]
  $out.Add("@$name")
  # Anything that a statement leaves behind would get into the output.
  try { $null = & $read[$name] } catch { $out.Add('!' + (Reason $_)) }
  $lines[$name] = $out.ToArray()
}

function Packed([string[]] $names) {
  $body = (@($names | ForEach-Object { $lines[$_] }) -join "`n") + "`n"
  $bytes = [Text.Encoding]::ASCII.GetBytes($body)
  $left = @($wanted | Where-Object { $names -notcontains $_ }) -join ','
  $form = $(if ($Limit -eq 0) { 'plain' } else { 'deflate' })
  $sum = Sha256 $bytes
  $head = "RDPDIAG-GUEST 1 $form sections=$($names -join ',') left=$left bytes=$($bytes.Length) sha256=$sum"
  if ($Limit -eq 0) { return "$head`n${body}RDPDIAG-END $sum" }
  $memory = New-Object IO.MemoryStream
  $deflate = New-Object IO.Compression.DeflateStream($memory, [IO.Compression.CompressionMode]::Compress, $true)
  $deflate.Write($bytes, 0, $bytes.Length)
  $deflate.Close()
  $base64 = [regex]::Replace([Convert]::ToBase64String($memory.ToArray()), '.{1,100}', "`$0`n")
  "$head`n${base64}RDPDIAG-END $sum"
}

$take = $wanted
$text = Packed $take
while ($Limit -gt 0 -and $text.Length -gt $Limit -and $take.Count -gt 2) {
  $take = $take[0..($take.Count - 2)]
  $text = Packed $take
}
if ($Limit -gt 0 -and $text.Length -gt $Limit -and $take.Count -eq 2) {
  # Not even alone: said in place of a part that would be cut.
  $lines[$take[1]] = @("@$($take[1])", "!does not fit into $Limit characters")
  $text = Packed $take
}
Write-Output $text
