/** A mount, from proc_pid_mountinfo(5). */
export interface Mount {
  readonly point: string;
  readonly type: string;
  readonly source: string;
  /** Of the mount and of its file system together: `ro`, `noexec` … */
  readonly options: ReadonlySet<string>;
}

/** All mounts, in the order of the file: a later one at the same point covers the earlier. */
export function parseMounts(text: string): Mount[] {
  return text.split('\n').flatMap((line): Mount[] => {
    const words = line.split(' ');
    const dash = words.indexOf('-', 6);
    const [point, own] = [words[4], words[5]];
    if (dash === -1 || point === undefined || own === undefined) return [];
    const options = new Set([...own.split(','), ...(words[dash + 3] ?? '').split(',')]);
    return [
      {
        point: unescaped(point),
        type: words[dash + 1] ?? '',
        source: unescaped(words[dash + 2] ?? ''),
        options,
      },
    ];
  });
}

/** The mount that a path lies on; null where the list has none. */
export function mountOf(mounts: readonly Mount[], path: string): Mount | null {
  let found: Mount | null = null;
  for (const mount of mounts) {
    const isAbove = mount.point === '/' || path === mount.point || path.startsWith(`${mount.point}/`);
    if (isAbove && (found === null || mount.point.length >= found.point.length)) found = mount;
  }
  return found;
}

/** Blanks, tabs, line breaks and backslashes are octal. */
function unescaped(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_all, octal: string) =>
    String.fromCharCode(Number.parseInt(octal, 8)),
  );
}
