#!/bin/sh
# Installs, upgrades, runs and removes the packages of a release on a minimal Debian without Node, as root, in
# namespaces of its own: nothing of it is seen outside, and nothing of it stays.
#
#   packages.sh BASE RELEASE OLD VERSION EVIDENCE
#
# BASE is a folder that debootstrap made; OLD holds packages of version 0.0.1.
set -eu
if [ -z "${INSIDE:-}" ]; then exec env INSIDE=1 unshare --mount --pid --fork --mount-proc "$0" "$@"; fi
base=$1 release=$2 old=$3 version=$4 evidence=$5
export LC_ALL=C PATH=/usr/sbin:/usr/bin:/sbin:/bin
mount -t tmpfs -o size=3g work /mnt

# system NAME: a new one; `root` is its folder.
system() {
  echo "-- $1"
  root=/mnt/$1/root
  mkdir -p "/mnt/$1/upper" "/mnt/$1/work" "$root"
  mount -t overlay -o "lowerdir=$base,upperdir=/mnt/$1/upper,workdir=/mnt/$1/work" overlay "$root"
  mkdir -p "$root/release" "$root/old" "$root/evidence"
  mount --bind "$release" "$root/release"
  mount --bind "$old" "$root/old"
  mount --bind "$evidence" "$root/evidence"
  mount -t proc proc "$root/proc"
  mount -t tmpfs tmp "$root/tmp"
  # As if systemd had started it; what is asked of it is written down.
  mkdir -p "$root/run/systemd/system"
  printf '#!/bin/sh\necho "$@" >>/tmp/systemctl\n' >"$root/usr/bin/systemctl"
  chmod 755 "$root/usr/bin/systemctl"
}

inside() { chroot "$root" "$@"; }
user() { inside setpriv --reuid 65534 --regid 65534 --clear-groups "$@"; }
status() {
  wanted=$1
  shift
  "$@" >/mnt/said 2>&1 && found=0 || found=$?
  [ "$found" -eq "$wanted" ] || failed "expected status $wanted of $*, found $found: $(tail -n 5 /mnt/said)"
}
failed() {
  echo "$1"
  exit 1
}

# runs PROGRAM: what it is for, as root and as another user, with a root file system that nobody can write to.
runs() {
  said=$(inside "$1" --version)
  case $said in
    "ssm-doctor $version ("*) ;;
    *) failed "expected ssm-doctor $version, found $said" ;;
  esac
  mount -o remount,ro "$root"
  status 3 inside "$1" diagnose --root /evidence
  status 3 user "$1" diagnose --root /evidence
  status 0 user "$1" explain 156
  status 0 inside "$1" report --dry-run --root /evidence
  mount -o remount,rw "$root"
}

# with_agent PROGRAM: what a machine has on which the agent was installed.
with_agent() {
  mkdir -p "$root/var/lib/ssm-doctor" "$root/var/log/ssm-doctor" "$root/etc/ssm-doctor"
  inside "$1" agent install --print >"$root/etc/systemd/system/ssm-doctor.service"
  grep -q "^ExecStart=$1 agent" "$root/etc/systemd/system/ssm-doctor.service" || failed "the unit starts another program"
  echo '{}' >"$root/var/lib/ssm-doctor/state"
  : >"$root/etc/ssm-doctor/agent.yaml"
}

# stays PATH...: is all that is left of it, outside of the data of package managers.
left() {
  found=$(cd "$root" && find . -xdev \( -path ./var/lib/dpkg -o -path ./var/lib/rpm -o -path ./proc -o -path ./tmp \
    -o -path ./release -o -path ./old -o -path ./evidence \) -prune -o -name '*ssm-doctor*' -print | sort | tr '\n' ' ')
  [ "$found" = "$*" ] || failed "expected to be left: $*; found: $found"
}

asked() { grep -qx -- "$1" "$root/tmp/systemctl" || failed "systemctl was not asked to $1"; }

# removed PACKAGE-MANAGER...: takes the service away, and nothing that was written.
removed() {
  "$@" >/mnt/said 2>&1 || failed "$* failed: $(cat /mnt/said)"
  asked 'disable --now ssm-doctor.service'
  [ ! -e "$root/etc/systemd/system/ssm-doctor.service" ] || failed 'the unit stayed'
}

system deb
inside dpkg -i /old/ssm-doctor_0.0.1_amd64.deb >/dev/null
[ "$(inside ssm-doctor)" = 0.0.1 ] || failed 'expected the old version'
inside dpkg -i "/release/ssm-doctor_${version}_amd64.deb" >/dev/null
asked 'try-restart ssm-doctor.service'
inside dpkg --verify ssm-doctor
runs /usr/bin/ssm-doctor
with_agent /usr/bin/ssm-doctor
removed inside dpkg -r ssm-doctor
left ./etc/ssm-doctor ./var/lib/ssm-doctor ./var/log/ssm-doctor ''
inside dpkg -P ssm-doctor >/dev/null
left ./etc/ssm-doctor ''

system rpm
mkdir -p "$root/var/lib/rpm"
rpm --root "$root" --nodeps -i "$root/old/ssm-doctor-0.0.1-1.x86_64.rpm"
rpm --root "$root" --nodeps -U "$root/release/ssm-doctor-$version-1.x86_64.rpm"
asked 'try-restart ssm-doctor.service'
rpm --root "$root" --nodeps -V ssm-doctor
runs /usr/bin/ssm-doctor
with_agent /usr/bin/ssm-doctor
removed rpm --root "$root" -e ssm-doctor
left ./etc/ssm-doctor ./var/lib/ssm-doctor ./var/log/ssm-doctor ''

system zip
mkdir "$root/tmp/package"
unzip -q "$release/ssm-doctor-$version-linux-x64.zip" -d "$root/tmp/package"
mkdir -p "$root/opt/ssm-doctor"
printf '#!/bin/sh\necho 0.0.1\n' >"$root/opt/ssm-doctor/ssm-doctor"
chmod 755 "$root/opt/ssm-doctor/ssm-doctor"
inside sh /tmp/package/update.sh
asked 'try-restart ssm-doctor.service'
inside sh /tmp/package/install.sh
runs /opt/ssm-doctor/ssm-doctor
with_agent /opt/ssm-doctor/ssm-doctor
removed inside sh /tmp/package/uninstall.sh
left ./etc/ssm-doctor ./var/lib/ssm-doctor ./var/log/ssm-doctor ''
inside sh /tmp/package/install.sh
inside /opt/ssm-doctor/ssm-doctor agent install --print >"$root/etc/systemd/system/ssm-doctor.service"
removed inside sh /tmp/package/uninstall.sh --purge
left ./etc/ssm-doctor ''
