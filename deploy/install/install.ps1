# The installer of a release, for Windows PowerShell 5.1, as Administrator: it also is what Distributor runs. Follows
# what a release knows of itself (the parameter `source`, `version`, the checksum) and common.ps1 in one script.
#
#   .\install.ps1            installs the program that lies beside it
#   .\install.ps1 FOLDER     installs from FOLDER/VERSION, where FOLDER begins with https:// or s3://

# The new program beside the old one, in megabytes.
$room = 110
$name = "ssm-doctor-$version-windows-x64.exe"

function Test-Platform {
  if (-not [Environment]::Is64BitOperatingSystem) { Stop-With 10 'there is no ssm-doctor for 32-bit Windows' }
  if ([Environment]::OSVersion.Version.Major -lt 10) {
    Stop-With 10 'ssm-doctor needs Windows Server 2016, Windows 10, or newer'
  }
}

# Says what is missing before anything is written.
function Test-Room {
  $drive = New-Object IO.DriveInfo ([IO.Path]::GetPathRoot($folder))
  $free = [Math]::Floor($drive.AvailableFreeSpace / 1000000)
  if ($free -lt $room) { Stop-With 14 "$($drive.Name) has $free MB free; $room MB are needed" }
}

# The program that came with the script.
function Get-Beside {
  foreach ($candidate in 'ssm-doctor.exe', $name) {
    $path = Join-Path $PSScriptRoot $candidate
    if (Test-Path -LiteralPath $path -PathType Leaf) { return $path }
  }
  Stop-With 16 "there is no $name beside this script; give the folder of the released files, https://..."
}

# Brings the program to a path, and says where it came from.
function Copy-Program($path) {
  if ($source -ceq '') {
    $origin = Get-Beside
    Copy-Item -LiteralPath $origin -Destination $path
    return $origin
  }
  if ($source -cnotmatch '\A(?:https|s3)://') {
    Stop-With 11 'the folder of the released files begins with https:// or s3://'
  }
  $origin = "$source/$version/$name"
  try {
    Save-Url $origin $path
  } catch {
    Stop-With 12 "$origin was not downloaded: $($_.Exception.Message)"
  }
  return $origin
}

# An agent that runs goes on with the new program.
function Restart-Agent {
  $task = Get-ScheduledTask -TaskName 'ssm-doctor' -ErrorAction SilentlyContinue
  if (-not $task -or $task.State -ne 'Running') { return }
  Stop-ScheduledTask -TaskName 'ssm-doctor' -ErrorAction SilentlyContinue
  Start-ScheduledTask -TaskName 'ssm-doctor' -ErrorAction SilentlyContinue
}

try {
  Test-Platform
  if ((Test-Path -LiteralPath $program -PathType Leaf) -and (Get-Sha256 $program) -ceq $sha256WindowsX64) {
    Write-Line "$version is in $folder already"
    exit 0
  }
  Test-Room
  New-Staging
  $new = Join-Path $script:staging 'ssm-doctor.exe'
  $origin = Copy-Program $new
  Install-File $new $sha256WindowsX64 $version $origin
  Restart-Agent
} catch {
  Stop-With 14 $_.Exception.Message
}
$status = 0
exit $status
