#!/bin/sh
# Runs a command as root or another user, with SSM_DOCTOR_PROGRAM naming a program that enters a minimal system without
# Node, whose root nobody can write to, and starts an executable there. In namespaces of its own: none of its mounts is
# seen outside.
#
#   minimal.sh BASE EXECUTABLE USER COMMAND...
#
# BASE is a folder that debootstrap made. The sources and /tmp are there under the same paths as here.
set -eu
if [ -z "${INSIDE:-}" ]; then exec env INSIDE=1 unshare --mount --pid --fork --mount-proc "$0" "$@"; fi
unset INSIDE
base=$1 executable=$2 user=$3
shift 3
sources=/mnt/sources
root=/mnt/root

mount -t tmpfs -o mode=755 minimal /mnt
mkdir "$root" "$sources" /mnt/upper /mnt/work
mount --bind . "$sources"
mount -t overlay -o "lowerdir=$base,upperdir=/mnt/upper,workdir=/mnt/work" overlay "$root"
mkdir -p "$root/opt/ssm-doctor" "$root$sources"
cp "$executable" "$root/opt/ssm-doctor/ssm-doctor"
chmod 755 "$root/opt/ssm-doctor/ssm-doctor"
mount --bind . "$root$sources"
# What a test mounts below it is seen by the program, too, and nowhere outside.
mount --make-rshared /
mount --rbind /tmp "$root/tmp"
mount --bind /dev "$root/dev"
mount -t proc proc "$root/proc"
mount -o remount,ro "$root"

cat >/mnt/ssm-doctor <<'END'
#!/bin/sh
exec /usr/sbin/chroot /mnt/root /bin/sh -c 'cd "$0" && exec /opt/ssm-doctor/ssm-doctor "$@"' "$(pwd -P)" "$@"
END
chmod 755 /mnt/ssm-doctor
cd "$sources"
# Certificates of this machine, which that one does not have.
unset NODE_EXTRA_CA_CERTS AWS_CA_BUNDLE SSL_CERT_FILE SSL_CERT_DIR
export SSM_DOCTOR_PROGRAM=/mnt/ssm-doctor
if [ "$user" = root ]; then exec "$@"; fi
# Where the runner of the tests puts what it compiles.
mkdir -p node_modules/.vite-temp
mount -t tmpfs -o mode=1777 vite node_modules/.vite-temp
# A user who may enter it, and nothing else.
exec setpriv --reuid "$user" --regid "$user" --clear-groups --inh-caps=-all,+sys_chroot --ambient-caps=+sys_chroot \
  --bounding-set=-all,+sys_chroot env HOME=/tmp "$@"
