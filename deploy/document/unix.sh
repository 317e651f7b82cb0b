# shellcheck shell=sh disable=SC2154
# Both steps for sh: install what was asked for if the node does not have exactly that, then run it. POSIX sh only: it
# runs under dash, bash, busybox and the sh of macOS. Follows linux.sh or macos.sh in one script.
#
# Statuses of its own (those of ssm-doctor are 0 to 4): 10 platform, 11 parameters, 12 download, 13 checksum,
# 14 installation, 15 the program does not start, 16 nothing to run.
set -u
umask 022
staging=

say() { printf 'ssm-doctor: %s\n' "$1" >&2; }

fail() {
  say "$2"
  exit "$1"
}

# Nothing temporary stays, however the script ends.
clean_up() {
  if [ -n "$staging" ]; then rm -rf "$staging"; fi
  staging=
}
trap clean_up EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# The document's patterns say the same; this holds where a value was put in after they were looked at.
check_parameters() {
  for value in "$SSM_mode" "$SSM_deliverTo" "$SSM_failOn" "$SSM_timing" "$SSM_source" "$SSM_version"; do
    case $value in
      '' | -* | *[!A-Za-z0-9.,:/~+@_-]*) fail 11 'a parameter has characters that are not allowed' ;;
    esac
  done
  [ "$SSM_source" = none ] && return
  [ "$SSM_version" != none ] || fail 11 'a source needs a version'
  case $SSM_source/$SSM_version in
    *..*) fail 11 'source and version must not contain two dots in a row' ;;
  esac
}

architecture() {
  case $(uname -m) in
    x86_64 | amd64) echo x64 ;;
    aarch64 | arm64) echo arm64 ;;
    *) uname -m ;;
  esac
}

has() { command -v "$1" >/dev/null 2>&1; }

# find_tools: sets how to download and how to make a checksum, before anything is touched.
find_tools() {
  downloader=
  case $SSM_source in
    s3://*)
      has aws || fail 12 'a source in s3:// needs the aws command on the node; give an https:// source instead'
      downloader=aws
      ;;
    *)
      for tool in python3 wget curl; do
        if has "$tool"; then downloader=$tool; fi
      done
      [ -n "$downloader" ] || fail 12 'there is none of curl, wget and python3 to download with'
      ;;
  esac
  summer=
  for tool in openssl shasum sha256sum; do
    if has "$tool"; then summer=$tool; fi
  done
  [ -n "$summer" ] || fail 14 'there is none of sha256sum, shasum and openssl to check a download with'
}

# sha256 FILE: its SHA-256 in lower-case hexadecimal digits.
sha256() {
  case $summer in
    sha256sum) sum=$(sha256sum <"$1") ;;
    shasum) sum=$(shasum -a 256 <"$1") ;;
    openssl) sum=$(openssl dgst -sha256 -r <"$1") ;;
  esac
  printf '%s\n' "${sum%% *}"
}

# download URL FILE. What arrived is believed for its checksum only.
download() {
  case $downloader in
    aws) aws s3 cp --only-show-errors --no-progress "$1" "$2" ;;
    curl)
      curl --fail --silent --show-error --location --max-redirs 5 --proto '=https' --proto-redir '=https' \
        --connect-timeout 20 --max-time 900 --retry 2 --output "$2" "$1"
      ;;
    wget) wget -q -t 3 -T 60 -O "$2" "$1" ;;
    python3)
      python3 -I -c 'import shutil, sys, urllib.request
try:
    with urllib.request.urlopen(sys.argv[1], timeout=60) as answer, open(sys.argv[2], "wb") as file:
        shutil.copyfileobj(answer, file)
except OSError as error:
    sys.exit(str(error))' "$1" "$2"
      ;;
  esac
}

# The folder that holds the program is this user's (root's) alone to write. What is downloaded is kept in it, so that
# no world-writable or noexec folder is needed and the last step is a rename.
prepare_folder() {
  { mkdir -p "$prefix" && [ -O "$prefix" ] && chmod 0755 "$prefix"; } 2>/dev/null ||
    fail 14 "$prefix cannot be made, or belongs to another user"
  find "$prefix" -maxdepth 1 -name '.new.*' -mtime +0 -exec rm -rf {} + 2>/dev/null
  staging=$(mktemp -d "$prefix/.new.XXXXXX" 2>/dev/null) || fail 14 "$prefix cannot be written to"
}

# first_line TEXT: enough of an error to know it by, in one line.
first_line() { printf '%s\n' "$1" | sed -n '/./{p;q;}' | cut -c 1-200 | tr -d '\000-\037'; }

# install SHA256: leaves either the program of that checksum or what was there before.
install() {
  url=$SSM_source/$SSM_version/ssm-doctor-$SSM_version-$platform-$(architecture)
  prepare_folder
  # Errors are kept in a variable: the disk may be what is full.
  errors=$(download "$url" "$staging/ssm-doctor" 2>&1 >/dev/null </dev/null) ||
    fail 12 "$url was not downloaded ($downloader ended with $?): $(first_line "$errors")"
  found=$(sha256 "$staging/ssm-doctor")
  [ "$found" = "$1" ] || fail 13 "$url has SHA-256 $found, expected $1; nothing was installed"
  chmod 0755 "$staging/ssm-doctor"
  errors=$("$staging/ssm-doctor" --version 2>&1 >/dev/null </dev/null) ||
    fail 15 "ssm-doctor $SSM_version does not start here: $(first_line "$errors")"
  mv -f "$staging/ssm-doctor" "$prefix/ssm-doctor" 2>/dev/null || fail 14 "$prefix/ssm-doctor cannot be replaced"
  clean_up
  say "installed $SSM_version in $prefix"
}

# Makes sure that the node has what was asked for, and sets `program`.
provide() {
  program=$prefix/ssm-doctor
  if [ "$SSM_source" = none ]; then
    [ -x "$program" ] || program=/usr/bin/ssm-doctor
    [ -x "$program" ] || fail 16 'no ssm-doctor on this node, and no source to install it from'
    return
  fi
  wanted=$(expected_sha256 "$(architecture)")
  case $wanted in
    '') fail 10 "there is no ssm-doctor for $(uname -m)" ;;
    none) fail 11 "a source needs the SHA-256 for $platform $(architecture)" ;;
    *[!0-9a-f]*) fail 11 'a SHA-256 is 64 lower-case hexadecimal digits' ;;
  esac
  find_tools
  if [ -f "$program" ] && [ -x "$program" ] && [ "$(sha256 "$program")" = "$wanted" ]; then return; fi
  install "$wanted"
}

run() {
  set -- "$SSM_mode"
  if [ "$SSM_failOn" != default ]; then set -- "$@" --fail-on "$SSM_failOn"; fi
  if [ "$SSM_mode" = report ]; then
    set -- "$@" --to "$SSM_deliverTo"
    if [ "$SSM_timing" = spread ]; then set -- "$@" --jitter; fi
  fi
  "$program" "$@" </dev/null
  status=$?
  # The agent takes these for requests: end here with success or failure, or reboot and run again.
  case $status in
    168 | 169 | 194) status=1 ;;
  esac
  exit "$status"
}

check_parameters
check_platform
provide
run
