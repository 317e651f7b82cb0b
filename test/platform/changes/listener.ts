import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { watchFolders } from '../../../src/platform/changes.ts';
import { CHECK, LOOKS } from './hearing.ts';

/**
 * A process that watches: `node listener.ts FOLDER …`. Commands on stdin, a line each; what it hears on stdout, a line
 * of JSON each.
 */
const watch = watchFolders(
  {
    polling: 'auto',
    every: 50,
    onChange: (folder, name) => say({ folder, name }),
    onState: (folder, state) => say({ folder, state }),
  },
  undefined,
  CHECK,
);

const looks = setInterval(() => watch.look(), LOOKS);

const commands: Readonly<Record<string, (argument: string) => void>> = {
  watch: (folders) => watch.setFolders(folders.split(' ')),
  limit: (of) => {
    const [what, value = ''] = of.split(' ');
    writeFileSync(`/proc/sys/user/max_inotify_${what}`, value);
  },
  user: (id) => {
    process.setgroups?.([]);
    process.setgid?.(Number(id));
    process.setuid?.(Number(id));
  },
  count: () => say({ watches: inotifyWatches() }),
  close: () => {
    process.stdin.destroy();
    clearInterval(looks);
    void watch.close();
  },
};

createInterface({ input: process.stdin }).on('line', (line) => {
  const [command = '', ...rest] = line.split(' ');
  commands[command]?.(rest.join(' '));
});

function inotifyWatches(): number {
  return readdirSync('/proc/self/fdinfo')
    .map((name) => textOf(`/proc/self/fdinfo/${name}`))
    .reduce((sum, text) => sum + (text.match(/^inotify /gm)?.length ?? 0), 0);
}

/** The one that the folder was read through is gone. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

function say(what: object): void {
  process.stdout.write(`${JSON.stringify(what)}\n`);
}
