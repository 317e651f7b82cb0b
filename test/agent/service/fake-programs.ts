import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Stand-ins for the programs that rule services: executables that remember what they were called with and behave, as
 * far as it matters here, like those of the systems. They keep their state in a folder.
 */
export interface FakePrograms {
  readonly folder: string;
  /** What they were called with, queries apart, one line each. */
  calls(): string[];
  /** With queries. */
  allCalls(): string[];
  /** Lets a call that begins so fail with this message. */
  fail(call: string, message: string): void;
  /** Only the next one. */
  failOnce(call: string, message: string): void;
  mend(): void;
  /** What is started ends at once with this status. */
  endsWith(status: number): void;
  /** A fact that they remember, such as `running`. */
  has(fact: string): boolean;
  set(fact: string, value?: string): void;
  unset(fact: string): void;
}

const QUERIES = /^(?:systemctl (?:show|--version)|launchctl print|schtasks \/Query|whoami)/;

/** `seen` is what the root is called where they run. */
export function fakePrograms(root: string, seen = root): FakePrograms {
  const folder = join(root, 'programs');
  const state = join(root, 'fake-state');
  mkdirSync(folder);
  mkdirSync(state);
  for (const [name, script] of Object.entries(SCRIPTS)) {
    const path = join(folder, name);
    writeFileSync(path, `#!/bin/sh\nROOT='${seen}'\nS='${seen}/fake-state'\n${HEAD}\n${script}`);
    chmodSync(path, 0o755);
  }
  const allCalls = () =>
    (existsSync(join(state, 'calls')) ? readFileSync(join(state, 'calls'), 'utf8') : '')
      .split('\n')
      .slice(0, -1);
  return {
    folder,
    allCalls,
    calls: () => allCalls().filter((call) => !QUERIES.test(call)),
    fail: (call, message) => {
      writeFileSync(join(state, 'failing'), call);
      writeFileSync(join(state, 'message'), message);
    },
    failOnce: (call, message) => {
      writeFileSync(join(state, 'failing'), call);
      writeFileSync(join(state, 'message'), message);
      writeFileSync(join(state, 'once'), '');
    },
    mend: () => rmSync(join(state, 'failing'), { force: true }),
    endsWith: (status) => writeFileSync(join(state, 'ends-with'), String(status)),
    has: (fact) => existsSync(join(state, fact)),
    set: (fact, value = '') => writeFileSync(join(state, fact), value),
    unset: (fact) => rmSync(join(state, fact), { force: true }),
  };
}

/** Remembers the call and what language it was made in, and fails where it is to. */
const HEAD = `name=$(basename "$0" .exe)
call="$name $*"
printf '%s\\n' "$call" >> "$S/calls"
printf '%s %s\\n' "$LC_ALL" "$PATH" > "$S/environment"
if [ -e "$S/failing" ]; then
  case "$call" in "$(cat "$S/failing")"*) cat "$S/message" >&2; if [ -e "$S/once" ]; then rm "$S/failing" "$S/once"; fi; exit 1 ;; esac
fi
start() {
  rm -f "$S/running" "$S/failed"
  if [ -e "$S/ends-with" ]; then cp "$S/ends-with" "$S/failed"; else : > "$S/running"; fi
}`;

const SYSTEMCTL = `UNIT="$ROOT/etc/systemd/system/ssm-doctor.service"
need() { [ -e "$S/loaded" ] || { echo "Unit ssm-doctor.service not found." >&2; exit 5; }; }
case "$1" in
  --version) echo "systemd $(cat "$S/version" 2>/dev/null || echo 252) (252.1-1)"; echo '+PAM' ;;
  daemon-reload) if [ -e "$UNIT" ]; then cp "$UNIT" "$S/loaded"; else rm -f "$S/loaded"; fi ;;
  enable) need; : > "$S/enabled"; if [ "$2" = --now ] && [ ! -e "$S/running" ]; then start; fi ;;
  disable) [ -e "$UNIT" ] || { echo 'Unit file ssm-doctor.service does not exist.' >&2; exit 1; }
    rm -f "$S/enabled"; if [ "$2" = --now ]; then rm -f "$S/running"; fi ;;
  restart) need; start; cp "$S/loaded" "$S/started" ;;
  reset-failed) rm -f "$S/failed" ;;
  stop) rm -f "$S/running" ;;
  show)
    state=inactive; sub=dead; pid=0; status=0
    if [ -e "$S/running" ]; then state=active; sub=running; pid=4711; fi
    if [ -e "$S/failed" ]; then state=activating; sub=auto-restart; status=$(cat "$S/failed"); fi
    echo LoadState=loaded; echo "ActiveState=$state"; echo "SubState=$sub"
    if [ -e "$S/enabled" ]; then echo UnitFileState=enabled; else echo UnitFileState=disabled; fi
    echo "MainPID=$pid"; echo "ExecMainStatus=$status" ;;
  *) echo "Unknown command verb $1." >&2; exit 1 ;;
esac
`;

const LAUNCHCTL = `LABEL=com.ssm-doctor.agent
case "$1" in
  print-disabled) echo 'disabled services = {'; if [ -e "$S/disabled" ]; then echo "	\\"$LABEL\\" => disabled"; fi; echo '}' ;;
  print) [ -e "$S/bootstrapped" ] || { echo "Could not find service \\"$LABEL\\" in domain for system" >&2; exit 113; }
    echo "system/$LABEL = {"
    if [ -e "$S/running" ]; then echo '	state = running'; echo '	pid = 4711'; else echo '	state = spawn scheduled'; fi
    if [ -e "$S/failed" ]; then echo "	last exit code = $(cat "$S/failed")"; else echo '	last exit code = (never exited)'; fi
    echo '}' ;;
  enable) rm -f "$S/disabled" ;;
  bootstrap) [ -e "$ROOT$3" ] && [ ! -e "$S/bootstrapped" ] || { echo 'Bootstrap failed: 5: Input/output error' >&2; exit 5; }
    cp "$ROOT$3" "$S/bootstrapped"; start ;;
  bootout) [ -e "$S/bootstrapped" ] || { echo 'Boot-out failed: 3: No such process' >&2; exit 3; }
    rm -f "$S/bootstrapped" "$S/running" ;;
  *) echo "Unrecognized subcommand: $1" >&2; exit 64 ;;
esac
`;

/** Says what it says in German, and writes a task out in other words than it was read in. */
const SCHTASKS = `need() { [ -e "$S/task" ] || { echo 'FEHLER: Das System kann die angegebene Datei nicht finden.' >&2; exit 1; }; }
case "$1" in
  /Query) need; sed 's/<Author>[^<]*/<Author>WORKGROUP\\\\NODE$/; s/^  //' "$S/task" ;;
  /Create)
    if [ -e "$S/task" ] && [ "$6" != /F ]; then echo 'WARNUNG: Der Name ist vorhanden.' >&2; exit 1; fi
    iconv -f UTF-16 -t UTF-8 "$ROOT/$(printf '%s' "$5" | tr '\\\\' / | tr -d :)" > "$S/task" ;;
  /Run) need; start ;;
  /End) need; rm -f "$S/running" ;;
  /Change) need ;;
  /Delete) need; [ "$4" = /F ] || exit 1; rm -f "$S/task" "$S/running" ;;
  *) echo 'FEHLER: Ungültige Syntax.' >&2; exit 1 ;;
esac
`;

const WHOAMI = `if [ -e "$S/user" ]; then echo '"Verbindliche Beschriftung\\Mittlere","Bezeichnung","S-1-16-8192",""'
else echo '"Verbindliche Beschriftung\\Hohe","Bezeichnung","S-1-16-12288",""'; fi
`;

const SCRIPTS: Readonly<Record<string, string>> = {
  systemctl: SYSTEMCTL,
  launchctl: LAUNCHCTL,
  'schtasks.exe': SCHTASKS,
  'icacls.exe': '',
  'whoami.exe': WHOAMI,
};
