import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Waits for another that installs. */
const APT = ['-qq', '-o', 'DPkg::Lock::Timeout=300'];

/**
 * Whether a program of a Debian package is here; root on a Debian gets it installed. Where it cannot be, the reason is
 * printed, and the tests that need it are to be skipped.
 */
export async function isDebianProgramHere(path: string, name: string): Promise<boolean> {
  if (existsSync(path)) return true;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) await install(name);
  if (existsSync(path)) return true;
  console.warn(`skipped: there is no ${path}; apt-get install ${name} brings it`);
  return false;
}

async function install(name: string): Promise<void> {
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', name]]) {
    const { status, stderr } = await aptGet(args);
    if (status === 0) continue;
    console.warn(`apt-get ${args[0]} failed: ${stderr.trim()}`);
    return;
  }
}

async function aptGet(args: readonly string[]): Promise<{ status: number | null; stderr: string }> {
  const child = spawn('apt-get', [...APT, ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve, reject) =>
    child.once('error', reject).once('exit', resolve),
  );
  let stderr = '';
  for await (const piece of child.stderr.setEncoding('utf8')) stderr += piece;
  return { status: await ended, stderr };
}
