# shellcheck shell=sh disable=SC2034,SC2154
# What the macOS step knows and the Linux step does not.
platform=macos
# The folder belongs to this document; no parameter and no variable of the environment moves it.
prefix=/opt/ssm-doctor

# Prints the SHA-256 that the operator gave for an architecture.
expected_sha256() {
  case $1 in
    x64) printf '%s\n' "$SSM_sha256MacosX64" ;;
    arm64) printf '%s\n' "$SSM_sha256MacosArm64" ;;
  esac
}

# The program starts on macOS 11 or newer.
check_platform() {
  macos=$(sw_vers -productVersion 2>/dev/null) || fail 10 'sw_vers does not tell the version of macOS'
  if [ "${macos%%.*}" -lt 11 ]; then
    fail 10 "macOS $macos is too old; ssm-doctor needs 11 or newer"
  fi
}
