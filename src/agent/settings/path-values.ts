import { posix, win32 } from 'node:path';
import * as z from 'zod';
import { replaceHidden } from '../../reporters/wording/hidden-characters.ts';
import type { Platform } from '../../vocabulary.ts';
import { folderAround, ssmFolders } from '../log/place.ts';
import { refuse, unique } from './values.ts';

/** An absolute path of a folder, in its shortest form; what it is by default the machine says. */
export function folder(about: string, platform: Platform) {
  return path(platform, 'folder').optional().describe(about);
}

/** That of a file that the agent writes, and so must not read. */
export function logFile(about: string, platform: Platform) {
  return path(platform, 'file', (file) => {
    const around = folderAround(file, ssmFolders(platform));
    return around === null ? null : `a file outside of ${around}, which the agent watches`;
  })
    .optional()
    .describe(about);
}

function path(
  platform: Platform,
  kind: 'file' | 'folder',
  allowedInstead: (path: string) => string | null = () => null,
) {
  const allowed = `an absolute path such as ${EXAMPLES[platform][kind]}`;
  return z.string(allowed).transform((text, context) => {
    const isPath = platform === 'windows' ? isWindowsPath(text) : isUnixPath(text);
    if (!isPath || (kind === 'file' && FINAL[platform].test(text))) {
      refuse(context, text, allowed, pathHint(text));
      return text;
    }
    const shortest = shortestForm(text, platform);
    const instead = allowedInstead(shortest);
    if (instead !== null) refuse(context, text, instead);
    return shortest;
  });
}

function shortestForm(text: string, platform: Platform): string {
  const { normalize, parse } = platform === 'windows' ? win32 : posix;
  const shortest = normalize(text);
  if (shortest === parse(shortest).root) return shortest;
  return shortest.replace(FINAL[platform], '');
}

/** What separates the names of a path, at its end. */
const FINAL: Readonly<Record<Platform, RegExp>> = { linux: /\/+$/, macos: /\/+$/, windows: /[\\/]+$/ };

/** Several absolute paths, each at most once. */
export function paths(about: string, platform: Platform, most: number) {
  const allowed = `a list of at most ${most} absolute paths`;
  return unique(z.array(path(platform, 'folder'), allowed).max(most, allowed))
    .prefault([])
    .describe(about);
}

const EXAMPLES: Readonly<Record<Platform, { readonly folder: string; readonly file: string }>> = {
  linux: { folder: '/srv/ssm-doctor', file: '/srv/ssm-doctor/agent.log' },
  macos: { folder: '/opt/ssm-doctor', file: '/opt/ssm-doctor/agent.log' },
  windows: { folder: "'D:\\ssm-doctor'", file: "'D:\\ssm-doctor\\agent.log'" },
};
const LONGEST_PATH = 1024;

function isUnixPath(text: string): boolean {
  return text.startsWith('/') && text.length <= LONGEST_PATH && !isHidden(text);
}

/** On a drive of this machine: a lock on a share of others holds nobody back. No stream of a file either. */
function isWindowsPath(text: string): boolean {
  return /^[A-Za-z]:[\\/][^:*?"<>|]*$/.test(text) && text.length <= LONGEST_PATH && !isHidden(text);
}

function pathHint(text: string): string {
  return isHidden(text) ? 'a \\ in double quotes is no backslash, use single quotes' : '';
}

function isHidden(text: string): boolean {
  return replaceHidden(text, () => '') !== text;
}
