/**
 * The newest installed kernel that is newer than the one that runs, of the same flavour (`-generic`, `.amzn2023.x86_64`);
 * null where there is none. Names are those of the folders in /lib/modules.
 */
export function newerKernel(running: string, installed: readonly string[]): string | null {
  const flavour = flavourOf(running);
  const rivals = installed.filter((one) => flavourOf(one) === flavour && compared(one, running) > 0);
  return rivals.toSorted(compared).at(-1) ?? null;
}

/** What is left when the numbers are taken away. */
function flavourOf(name: string): string {
  return name.replace(/^[\d.+~-]+/, '').replace(/\d+/g, '');
}

function compared(one: string, other: string): number {
  const [a, b] = [one, other].map((name) => (name.match(/\d+/g) ?? []).map(Number));
  const length = Math.max(a?.length ?? 0, b?.length ?? 0);
  for (let at = 0; at < length; at++) {
    const difference = (a?.[at] ?? 0) - (b?.[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
