/** Things of the catalogue by their area, areas in the order of the alphabet. */
export function byArea<T extends { readonly area: string }>(all: readonly T[]): [area: string, of: T[]][] {
  const areas = [...new Set(all.map(({ area }) => area))].sort();
  return areas.map((area) => [area, all.filter((one) => one.area === area)]);
}
