import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';

/**
 * Runs a program of the system.
 *
 * @throws Error that says how to get it, or what it said
 */
export function tool(
  [program = '', ...args]: readonly string[],
  debianPackage: string,
  env: Readonly<Record<string, string>> = {},
): string {
  const { error, status, signal, stdout, stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  if (error !== undefined && 'code' in error && error.code === 'ENOENT')
    throw new Error(`expected the command ${program}, found none; apt-get install ${debianPackage}`);
  if (error !== undefined) throw error;
  if (status !== 0)
    throw new Error(`${program} ${args.join(' ')}: ended with ${status ?? signal}\n${stdout}${stderr}`);
  return stdout;
}

/**
 * The same without waiting: others may run at the same time.
 *
 * @throws Error that says how to get it, or what it said
 */
export async function toolBeside(
  [program = '', ...args]: readonly string[],
  debianPackage: string,
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  try {
    const options = { maxBuffer: 256 * 1024 * 1024, env: { ...process.env, ...env } };
    await promisify(execFile)(program, args, options);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new Error(`expected the command ${program}, found none; apt-get install ${debianPackage}`);
  }
}
