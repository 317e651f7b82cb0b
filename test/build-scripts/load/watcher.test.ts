import { afterEach, expect, it } from 'vitest';
import { Watcher } from '../../../build-scripts/load/measure/watcher.ts';

const started: Watcher[] = [];
afterEach(() => {
  for (const watcher of started.splice(0)) watcher.kill();
});

const SAY = 'const say = (type) => console.log(JSON.stringify({ type }));';
const GO_ON = 'setInterval(() => {}, 1000);';

function watcherOf(script: string): Watcher {
  const watcher = new Watcher([process.execPath, '-e', SAY + script]);
  started.push(watcher);
  return watcher;
}

it('hears what the program says, and has it end well', async () => {
  const end = "process.on('SIGTERM', () => { say('end'); process.exit(); });";
  const watcher = watcherOf(`${end} ${GO_ON} say('standing'); say('lost');`);
  await watcher.watching();
  expect(watcher.running).toBe(true);
  expect(watcher.pid).toBeGreaterThan(1);
  await watcher.stop();
  expect(watcher.heard.map(({ message }) => message.type)).toEqual(['standing', 'lost', 'end']);
  const [first, second] = watcher.heard.map(({ moment }) => moment);
  expect(Number(second) - Number(first)).toBeGreaterThanOrEqual(0);
});

it('fails when the program ends before it watches, with what it said', async () => {
  const watcher = watcherOf("console.error('no such tree'); process.exitCode = 2;");
  await expect(watcher.watching()).rejects.toThrow('the program did not come to watch: no such tree');
});

it('fails when the program ended by itself meanwhile', async () => {
  const watcher = watcherOf(
    "say('standing'); setTimeout(() => { console.error('broken'); process.exit(7); }, 50);",
  );
  await watcher.watching();
  while (watcher.running) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(() => watcher.pid).toThrow('the program has ended by itself');
  await expect(watcher.stop()).rejects.toThrow(
    'the program ended with 7, its last message was standing: broken',
  );
});

it('fails when the program does not say its last word', async () => {
  const watcher = watcherOf(`process.on('SIGTERM', () => process.exit()); ${GO_ON} say('standing');`);
  await watcher.watching();
  await expect(watcher.stop()).rejects.toThrow('the program ended with 0, its last message was standing');
});
