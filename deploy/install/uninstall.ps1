# Removes what install.ps1 made, for Windows PowerShell 5.1, as Administrator, and the task of the agent. What the agent
# wrote stays, unless -purge is given.
#
#   .\uninstall.ps1 [-purge]
param([switch]$purge)
$ErrorActionPreference = 'Continue'
$folder = Join-Path ([Environment]::GetFolderPath('ProgramFiles')) 'ssm-doctor'
$program = Join-Path $folder 'ssm-doctor.exe'
$status = 0

if (Test-Path -LiteralPath $program -PathType Leaf) {
  $arguments = @('agent', 'uninstall')
  if ($purge) { $arguments += '--purge' }
  & $program @arguments
  # A task that somebody else made stays, and is said.
  if (@(0, 2) -notcontains $LASTEXITCODE) { exit 14 }
}
# The settings are a person's; a program that has just ended may be held for a moment.
for ($try = 0; $try -lt 20; $try++) {
  $left = Get-ChildItem -LiteralPath $folder -Force -ErrorAction SilentlyContinue | Where-Object {
    $_.Name -notin 'agent.yaml', 'rules.d'
  }
  if (-not $left) { break }
  $left | Remove-Item -Recurse -Force -ErrorAction SilentlyContinue
  Start-Sleep -Milliseconds 500
}
if ($left) {
  [Console]::Error.WriteLine("ssm-doctor: $folder cannot be emptied")
  $status = 14
} elseif (-not (Get-ChildItem -LiteralPath $folder -Force -ErrorAction SilentlyContinue)) {
  Remove-Item -LiteralPath $folder -Force -ErrorAction SilentlyContinue
}
exit $status
