# shellcheck shell=sh disable=SC2034,SC2154
# What the Linux step knows and the macOS step does not.
platform=linux
# The folder belongs to this document; no parameter and no variable of the environment moves it.
prefix=/opt/ssm-doctor

# Prints the SHA-256 that the operator gave for an architecture.
expected_sha256() {
  case $1 in
    x64) printf '%s\n' "$SSM_sha256LinuxX64" ;;
    arm64) printf '%s\n' "$SSM_sha256LinuxArm64" ;;
  esac
}

# The program starts with glibc 2.28 or newer; on an older one its loader's message would be the only explanation.
check_platform() {
  glibc=$(getconf GNU_LIBC_VERSION 2>/dev/null) ||
    fail 10 'this system has no glibc (musl, Alpine); ssm-doctor needs glibc 2.28 or newer'
  glibc=${glibc#glibc }
  major=${glibc%%.*}
  minor=${glibc#*.}
  minor=${minor%%.*}
  if [ "$major" -lt 2 ] || { [ "$major" -eq 2 ] && [ "$minor" -lt 28 ]; }; then
    fail 10 "glibc $glibc is too old; ssm-doctor needs 2.28 or newer, which Amazon Linux 2 and RHEL 7 do not have"
  fi
}
