# The Windows step, for Windows PowerShell 5.1: install what was asked for if the node does not have exactly that, then
# run it. Follows common.ps1 in one script.

# The document's patterns say the same; this holds where a value was put in after they were looked at.
function Test-Parameters {
  foreach ($value in $mode, $deliverTo, $failOn, $timing, $source, $version, $sha256WindowsX64) {
    if ($value -cnotmatch '\A[A-Za-z0-9][A-Za-z0-9.,:/~+@_-]*\z') {
      Stop-With 11 'a parameter has characters that are not allowed'
    }
  }
  if ($source -ceq 'none') { return }
  if ($version -ceq 'none') { Stop-With 11 'a source needs a version' }
  if ("$source/$version".Contains('..')) {
    Stop-With 11 'source and version must not contain two dots in a row'
  }
  if ($sha256WindowsX64 -ceq 'none') { Stop-With 11 'a source needs the SHA-256 for windows x64' }
  if ($sha256WindowsX64 -cnotmatch '\A[0-9a-f]{64}\z') { Stop-With 11 'a SHA-256 is 64 lower-case hexadecimal digits' }
}

# Leaves either the program of that checksum or what was there before.
function Install-Program {
  $url = "$source/$version/ssm-doctor-$version-windows-x64.exe"
  New-Staging
  $new = Join-Path $script:staging 'ssm-doctor.exe'
  try {
    Save-Url $url $new
  } catch {
    Stop-With 12 "$url was not downloaded: $($_.Exception.Message)"
  }
  Install-File $new $sha256WindowsX64 $version $url
}

function Initialize-Program {
  if ($source -ceq 'none') {
    if (-not (Test-Path -LiteralPath $program -PathType Leaf)) {
      Stop-With 16 'no ssm-doctor on this node, and no source to install it from'
    }
    return
  }
  if (-not [Environment]::Is64BitOperatingSystem) { Stop-With 10 'there is no ssm-doctor for 32-bit Windows' }
  if ((Test-Path -LiteralPath $program -PathType Leaf) -and (Get-Sha256 $program) -ceq $sha256WindowsX64) { return }
  Install-Program
}

function Invoke-Program {
  $arguments = @($mode)
  if ($failOn -cne 'default') { $arguments += '--fail-on', $failOn }
  if ($mode -ceq 'report') {
    $arguments += '--to', $deliverTo
    if ($timing -ceq 'spread') { $arguments += '--jitter' }
  }
  # A line on stderr is no error of this script.
  $ErrorActionPreference = 'Continue'
  & $program @arguments
}

try {
  Test-Parameters
  Initialize-Program
} catch {
  Stop-With 14 $_.Exception.Message
}
Invoke-Program
$status = $LASTEXITCODE
# The agent takes these for requests: end here with success or failure, or reboot and run again.
if ($null -eq $status -or @(168, 169, 194, 3010) -contains $status) { $status = 1 }
exit $status
