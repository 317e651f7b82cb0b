import { runProgram } from './command-steps.ts';
import type { ServiceHost } from './host.ts';

/** Mandatory labels of a process that was started as administrator, and of the system: the same in every language. */
const ELEVATED = /\bS-1-16-(?:12288|16384)\b/;

/** Why who runs this may not change services; null when they may. */
export function privilegeDoubt(host: ServiceHost): string | null {
  if (host.platform !== 'windows')
    return host.user === 0 ? null : `expected root, found user ${host.user ?? 'unknown'}; run it with sudo`;
  const ran = runProgram(host, 'whoami', ['/groups', '/fo', 'csv', '/nh']);
  if (ran.kind === 'ended' && ELEVATED.test(ran.stdout)) return null;
  return 'expected an administrator, found a user without those rights; open the console with "Run as administrator"';
}
