import { spawnSync } from 'node:child_process';

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
