/** The addresses that hosts(5) gives for a name; null where the name is not in it. */
export function hostsEntry(text: string, name: string): string[] | null {
  const wanted = name.toLowerCase();
  const found = text.split(/\r?\n/).flatMap((line) => {
    const [address, ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
    return address !== undefined && names.some((one) => one.toLowerCase() === wanted) ? [address] : [];
  });
  return found.length === 0 ? null : found;
}
