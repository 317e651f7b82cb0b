import { loadCatalogue } from '../causes/catalogue.ts';
import type { Platform } from '../report/report.ts';

/** Every literal of the catalogue for a platform, one a line, without those that span lines. */
export function literalsText(platform: Platform): string {
  const { signals, successes, harmless, context } = loadCatalogue(platform);
  const all = [...signals, ...successes, ...harmless, ...context].flatMap(({ literals }) =>
    literals.map(([literal]) => literal.trimStart()),
  );
  const lines = [...new Set(all)].filter((literal) => literal !== '' && !/[\r\n]/.test(literal));
  return `${lines.sort().join('\n')}\n`;
}
