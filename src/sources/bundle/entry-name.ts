import type { CoverageReason } from '../../report/report.ts';

export interface NameRules {
  /** Are the files written on Windows, where a backslash separates and some names are devices? */
  readonly windows: boolean;
  readonly maxDepth: number;
  /** Characters of the whole path. */
  readonly maxLength: number;
}

export type EntryName =
  /** Below the folder for the unpacked files, whatever the archive says; no steps name that folder itself. */
  | { readonly safe: true; readonly steps: readonly string[] }
  | { readonly safe: false; readonly reason: CoverageReason; readonly detail: string };

/** What file systems hold as one step of a path, in bytes. */
const MAX_STEP = 255;

/** https://learn.microsoft.com/windows/win32/fileio/naming-a-file: names of devices, with or without an extension. */
const WINDOWS_DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³]) *(?:\.|$)/i;
const WINDOWS_FORBIDS = /[<>:"|?*\0-\x1f]|[. ]$/;

/** Decides whether a name from an archive may become a path. Steps that say nothing (`.`, double slashes) go. */
export function readEntryName(raw: string, rules: NameRules): EntryName {
  const name = rules.windows ? raw.replaceAll('\\', '/') : raw;
  if (name.includes('\0')) return refuse('malformed', 'the name holds a NUL');
  if (name.startsWith('/')) return refuse('leaves-root', 'an absolute path; pack it relative to the root');
  if (/^[a-z]:/i.test(name))
    return refuse('leaves-root', 'a path with a drive letter; pack it relative to the root');
  if (name.length > rules.maxLength)
    return refuse('too-large', `a path longer than ${rules.maxLength} characters`);
  const steps = name.split('/').filter((step) => step !== '' && step !== '.');
  if (steps.length > rules.maxDepth)
    return refuse('too-large', `a path deeper than ${rules.maxDepth} folders`);
  for (const step of steps) {
    const problem = problemOf(step, rules.windows);
    if (problem !== null) return problem;
  }
  return { safe: true, steps };
}

function problemOf(step: string, windows: boolean): EntryName | null {
  if (step === '..') return refuse('leaves-root', 'a path that climbs with ".."');
  if (Buffer.byteLength(step) > MAX_STEP) return refuse('too-large', `a name longer than ${MAX_STEP} bytes`);
  if (!windows) return null;
  if (WINDOWS_DEVICE.test(step))
    return refuse('not-readable', 'the name of a device on Windows; read it elsewhere');
  if (WINDOWS_FORBIDS.test(step))
    return refuse('not-readable', 'a name that Windows cannot hold; read it elsewhere');
  return null;
}

function refuse(reason: CoverageReason, detail: string): EntryName {
  return { safe: false, reason, detail };
}
