# shellcheck shell=sh disable=SC2154
# What the document's steps and the installer of a release have in common. POSIX sh only: it runs under dash, bash,
# busybox and the sh of macOS. Follows linux.sh or macos.sh in one script.
#
# Statuses of its own (those of ssm-doctor are 0 to 4): 10 platform, 11 parameters, 12 download, 13 checksum,
# 14 installation, 15 the program does not start, 16 nothing to run or to install.
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

architecture() {
  case $(uname -m) in
    x86_64 | amd64) echo x64 ;;
    aarch64 | arm64) echo arm64 ;;
    *) uname -m ;;
  esac
}

has() { command -v "$1" >/dev/null 2>&1; }

# find_downloader SOURCE: sets how to download from there, before anything is touched.
find_downloader() {
  downloader=
  case $1 in
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
}

# find_summer: sets how to make a checksum.
find_summer() {
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

# place FILE SHA256 VERSION NAME: puts a file of the staging folder in the program's place if it has that checksum and
# starts; else what was there before stays.
place() {
  found=$(sha256 "$1")
  [ "$found" = "$2" ] || fail 13 "$4 has SHA-256 $found, expected $2; nothing was installed"
  chmod 0755 "$1"
  errors=$("$1" --version 2>&1 >/dev/null </dev/null) ||
    fail 15 "ssm-doctor $3 does not start here: $(first_line "$errors")"
  mv -f "$1" "$prefix/ssm-doctor" 2>/dev/null || fail 14 "$prefix/ssm-doctor cannot be replaced"
  clean_up
  say "installed $3 in $prefix"
}
