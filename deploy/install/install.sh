# shellcheck shell=sh disable=SC2154
# The installer of a release, for Linux and macOS, as root: it also is what Distributor runs. Follows what a release
# knows of itself (`version`, the checksums), linux.sh or macos.sh, and common.sh in one script.
#
#   sh install.sh            installs the program that lies beside it
#   sh install.sh FOLDER     installs from FOLDER/VERSION, where FOLDER begins with https:// or s3://

# The new program beside the old one, in kilobytes.
room=130000

# check_room: says what is missing before anything is written.
check_room() {
  free=$(df -Pk "$prefix" 2>/dev/null | sed -n '$s/.* \([0-9][0-9]*\)  *[0-9][0-9]*% .*/\1/p')
  if [ -n "$free" ] && [ "$free" -lt "$room" ]; then
    fail 14 "$prefix has $((free / 1000)) MB free; $((room / 1000)) MB are needed"
  fi
}

# beside: prints the path of the program that came with the script.
beside() {
  here=$(dirname "$0")
  for file in "$here/ssm-doctor" "$here/$name"; do
    if [ -f "$file" ]; then
      printf '%s\n' "$file"
      return
    fi
  done
}

# fetch SOURCE: brings the program into the staging folder, and sets where it came from.
fetch() {
  case $1 in
    '')
      origin=$(beside)
      [ -n "$origin" ] ||
        fail 16 "there is no $name beside this script; give the folder of the released files, https://..."
      prepare_staging
      errors=$(cp "$origin" "$staging/ssm-doctor" 2>&1) || fail 14 "$prefix: $(first_line "$errors")"
      ;;
    https://* | s3://*)
      find_downloader "$1"
      origin=$1/$version/$name
      prepare_staging
      errors=$(download "$origin" "$staging/ssm-doctor" 2>&1 >/dev/null </dev/null) ||
        fail 12 "$origin was not downloaded ($downloader ended with $?): $(first_line "$errors")"
      ;;
    *) fail 11 'the folder of the released files begins with https:// or s3://' ;;
  esac
}

prepare_staging() {
  prepare_folder
  check_room
}

# An agent that runs goes on with the new program.
restart_agent() {
  if [ -d /run/systemd/system ]; then systemctl try-restart ssm-doctor.service; fi
  if [ "$platform" = macos ]; then launchctl kickstart -k system/com.ssm-doctor.agent; fi
} >/dev/null 2>&1

[ "$platform" != none ] || fail 10 "there is no ssm-doctor for $(uname -s)"
check_platform
name=ssm-doctor-$version-$platform-$(architecture)
wanted=$(expected_sha256 "$(architecture)")
case $wanted in
  '' | none) fail 10 "there is no ssm-doctor for $platform on $(uname -m)" ;;
esac
find_summer
if [ -x "$prefix/ssm-doctor" ] && [ "$(sha256 "$prefix/ssm-doctor")" = "$wanted" ]; then
  say "$version is in $prefix already"
  exit 0
fi
fetch "${1:-}"
place "$staging/ssm-doctor" "$wanted" "$version" "$origin"
restart_agent
exit 0
