#!/bin/sh
# Removes what install.sh made, for Linux and macOS, as root, and the service of the agent. What the agent wrote stays,
# unless --purge is given.
#
#   sh uninstall.sh [--purge]
set -u
prefix=/opt/ssm-doctor

case ${1:-} in
  '' | --purge) ;;
  *)
    printf 'ssm-doctor: expected --purge or nothing, found %s\n' "$1" >&2
    exit 11
    ;;
esac
if [ -x "$prefix/ssm-doctor" ]; then
  # A service that somebody else made stays, and is said.
  "$prefix/ssm-doctor" agent uninstall "$@" >&2 || [ $? -eq 2 ] || exit 14
fi
rm -rf "$prefix" || exit 14
printf 'ssm-doctor: removed %s\n' "$prefix" >&2
