# Runs the script that comes through standard input, with the parameters in the shell's environment. Both are data of this
# library: static texts; words, numbers and hexadecimal digits. For PowerShell 4 and later. Not yet run on any build of Windows.
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$text = [Console]::In.ReadToEnd()
$with = @{}
Get-ChildItem Env: | Where-Object { $_.Name -like 'RDPDIAG_*' } | ForEach-Object { $with[$_.Name.Substring(8)] = $_.Value }
& ([ScriptBlock]::Create($text)) @with
