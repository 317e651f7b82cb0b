# shellcheck shell=sh disable=SC2154
# Both steps for sh: install what was asked for if the node does not have exactly that, then run it. Follows linux.sh or
# macos.sh, and common.sh, in one script.

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

# install SHA256: leaves either the program of that checksum or what was there before.
install() {
  url=$SSM_source/$SSM_version/ssm-doctor-$SSM_version-$platform-$(architecture)
  prepare_folder
  # Errors are kept in a variable: the disk may be what is full.
  errors=$(download "$url" "$staging/ssm-doctor" 2>&1 >/dev/null </dev/null) ||
    fail 12 "$url was not downloaded ($downloader ended with $?): $(first_line "$errors")"
  place "$staging/ssm-doctor" "$1" "$SSM_version" "$url"
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
  find_downloader "$SSM_source"
  find_summer
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
