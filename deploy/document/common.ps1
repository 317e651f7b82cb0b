# What the document's Windows step and the installer of a release have in common, for Windows PowerShell 5.1. The statuses
# are those of common.sh: 10 platform, 11 parameters, 12 download, 13 checksum, 14 installation, 15 the program does not
# start, 16 nothing to run or to install.
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
# The folder belongs to this document; no parameter and no variable of the environment moves it.
$folder = Join-Path ([Environment]::GetFolderPath('ProgramFiles')) 'ssm-doctor'
$program = Join-Path $folder 'ssm-doctor.exe'
$staging = $null

function Write-Line($text) {
  [Console]::Error.WriteLine("ssm-doctor: $text")
}

# Nothing temporary stays, however the script ends.
function Clear-Staging {
  if ($script:staging -and (Test-Path -LiteralPath $script:staging)) {
    Remove-Item -LiteralPath $script:staging -Recurse -Force -ErrorAction SilentlyContinue
  }
  $script:staging = $null
}

function Stop-With($status, $text) {
  Write-Line $text
  Clear-Staging
  exit $status
}

function Get-Sha256($path) {
  (Get-FileHash -LiteralPath $path -Algorithm SHA256).Hash.ToLowerInvariant()
}

# What arrived is believed for its checksum only.
function Save-Url($url, $path) {
  if ($url.StartsWith('s3://')) {
    $aws = Get-Command 'aws.exe' -CommandType Application -ErrorAction SilentlyContinue | Select-Object -First 1
    if (-not $aws) {
      Stop-With 12 'a source in s3:// needs the aws command on the node; give an https:// source instead'
    }
    $ErrorActionPreference = 'Continue'
    $said = & $aws.Source s3 cp --only-show-errors --no-progress $url $path 2>&1
    if ($LASTEXITCODE -ne 0) { throw "aws ended with ${LASTEXITCODE}: $said" }
    return
  }
  [Net.ServicePointManager]::SecurityProtocol = [Net.ServicePointManager]::SecurityProtocol -bor [Net.SecurityProtocolType]::Tls12
  Invoke-WebRequest -Uri $url -OutFile $path -UseBasicParsing -TimeoutSec 900 -MaximumRedirection 5
}

# Below Program Files only administrators write; the staging folder is for SYSTEM and Administrators alone.
function New-Staging {
  try {
    New-Item -ItemType Directory -Path $folder -Force | Out-Null
    Get-ChildItem -LiteralPath $folder -Force | Where-Object {
      ($_.Name -like '.new.*' -or $_.Name -like '.old.*') -and $_.LastWriteTime -lt (Get-Date).AddDays(-1)
    } | Remove-Item -Recurse -Force -ErrorAction SilentlyContinue
    $script:staging = Join-Path $folder ('.new.' + [Guid]::NewGuid().ToString('N'))
    $rights = New-Object Security.AccessControl.DirectorySecurity
    $rights.SetSecurityDescriptorSddlForm('O:BAG:BAD:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)')
    New-Item -ItemType Directory -Path $script:staging | Out-Null
    Set-Acl -LiteralPath $script:staging -AclObject $rights
  } catch {
    Stop-With 14 "$folder cannot be written to: $($_.Exception.Message)"
  }
}

# A program that runs can be renamed, not overwritten: the old one goes aside, and comes back if the new one cannot
# take its place. The new one takes the rights of the folder, not those of the staging folder.
function Set-Program($new) {
  $old = Join-Path $folder ('.old.' + [Guid]::NewGuid().ToString('N'))
  $moved = $false
  try {
    if (Test-Path -LiteralPath $program) {
      [IO.File]::Move($program, $old)
      $moved = $true
    }
    [IO.File]::Move($new, $program)
    & (Join-Path ([Environment]::SystemDirectory) 'icacls.exe') $program /reset /q | Out-Null
  } catch {
    if ($moved -and -not (Test-Path -LiteralPath $program)) { [IO.File]::Move($old, $program) }
    Stop-With 14 "$program cannot be replaced: $($_.Exception.Message)"
  }
  if ($moved) { Remove-Item -LiteralPath $old -Force -ErrorAction SilentlyContinue }
}

# Puts a file of the staging folder in the program's place if it has that checksum and starts; else what was there before
# stays.
function Install-File($new, $expected, $version, $name) {
  $found = Get-Sha256 $new
  if ($found -cne $expected) {
    Stop-With 13 "$name has SHA-256 $found, expected $expected; nothing was installed"
  }
  try {
    $ErrorActionPreference = 'Continue'
    $said = & $new --version 2>&1
    $status = $LASTEXITCODE
  } catch {
    $status = 1
    $said = $_.Exception.Message
  } finally {
    $ErrorActionPreference = 'Stop'
  }
  if ($status -ne 0) { Stop-With 15 "ssm-doctor $version does not start here: $said" }
  Set-Program $new
  Clear-Staging
  Write-Line "installed $version in $folder"
}
