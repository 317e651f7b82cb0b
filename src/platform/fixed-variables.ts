import { environmentOf } from './environment.ts';

const FIXED = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', LANG: 'C' };
/** Without these, programs of Windows do not find what they are made of. */
const KEPT = ['SYSTEMROOT', 'WINDIR', 'SYSTEMDRIVE', 'PROGRAMDATA', 'PROGRAMFILES', 'TEMP', 'PATHEXT'];

/** The variables of every program of the system: what they print must not depend on who asks, nor on his language. */
export function fixedVariables(): Record<string, string> {
  if (process.platform !== 'win32') return FIXED;
  const own = environmentOf(process.env, false);
  return Object.fromEntries(
    KEPT.flatMap((name) => {
      const value = own[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
