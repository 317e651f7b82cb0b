import type { CauseTexts } from '../catalogue.ts';
import { exitStatusMeanings, undefinedStatus } from '../codes/exit-status-lookup.ts';
import type { ExitStatusMeaning } from '../codes/exit-status-meaning.ts';
import { knownCodes } from '../codes/look-up.ts';
import { hexText, numbersIn } from '../codes/number.ts';
import { type ResultMeaning, resultMeanings } from '../codes/result-meanings.ts';
import { CATALOG_VERSION } from '../generated/causes.ts';
import { EXAMPLES_JSON } from '../generated/examples.ts';
import { loadCauses } from '../load-causes.ts';
import { byArea } from './by-area.ts';
import { type Examples, explainCause } from './explain-cause.ts';
import type { AreaListing, CauseName, CodeExplanation, Explanation } from './explanation.ts';
import { idForm, nearIds } from './near-ids.ts';

/** What is known about something that was asked for; where nothing is, the ids that may have been meant. */
export type Answer =
  | { readonly known: true; readonly explanation: Explanation }
  | { readonly known: false; readonly near: readonly string[] };

/** Words that people put before a code. */
const BEFORE_A_CODE = /^(?:exit\s+)?(?:status|code|hresult|error)[\s:=]+/i;

/** Every cause of the catalogue, by area. */
export function explainAll(): Explanation {
  return { ...blank(null), areas: byArea(loadCauses()).map(([area, causes]) => listing(area, causes)) };
}

/** What is known about a cause, by its id in any spelling, or about a code. */
export function explain(asked: string): Answer {
  const causes = loadCauses();
  const id = idForm(asked);
  const cause = causes.find((known) => known.id === id);
  if (cause !== undefined)
    return { known: true, explanation: { ...blank(asked), causes: [explainCause(cause, examples())] } };
  const codes = codesOf(asked.trim().replace(BEFORE_A_CODE, ''), causes);
  if (codes.length > 0) return { known: true, explanation: { ...blank(asked), codes } };
  return { known: false, near: nearIds(asked, [...causes, ...constants()]) };
}

function blank(asked: string | null): Explanation {
  return { schemaVersion: '1.0', catalogVersion: CATALOG_VERSION, asked, causes: [], codes: [], areas: [] };
}

function examples(): Readonly<Record<string, Examples>> {
  return JSON.parse(EXAMPLES_JSON) as Readonly<Record<string, Examples>>;
}

/** Names of result codes, which may be asked for like causes; what stands in brackets is none. */
function constants(): { id: string; title: string }[] {
  return knownCodes().flatMap(({ name }) => (name.startsWith('(') ? [] : [{ id: name, title: '' }]));
}

function listing(area: string, causes: readonly CauseTexts[]): AreaListing {
  return {
    area,
    causes: causes.map(({ id, title, severity, platforms }) => ({ id, title, severity, platforms })),
  };
}

function codesOf(spelling: string, causes: readonly CauseTexts[]): CodeExplanation[] {
  const numbers = numbersIn(spelling);
  const statuses = numbers.flatMap((value) =>
    exitStatusMeanings(value).map((meaning) => ofStatus(value, meaning, causes)),
  );
  const results = resultMeanings(spelling, numbers).map((meaning) => ofResult(meaning, causes));
  if (statuses.length + results.length > 0) return [...statuses, ...results];
  return numbers.slice(0, 1).map((value) => ofStatus(value, undefinedStatus(value), causes));
}

function ofResult(result: ResultMeaning, causes: readonly CauseTexts[]): CodeExplanation {
  const { kind, value, name, by, meaning, remedy, cause } = result;
  return {
    ...{ kind, value, hex: hexText(value), name, by },
    platforms: ['windows'],
    outcome: null,
    meaning,
    trap: '',
    remedy,
    causes: cause === null ? [] : named([cause], causes),
  };
}

function ofStatus(value: number, status: ExitStatusMeaning, causes: readonly CauseTexts[]): CodeExplanation {
  const { name, by, platforms, outcome, meaning, trap } = status;
  return {
    kind: 'exit-status',
    value,
    hex: hexText(value),
    ...{ name, by, platforms, outcome, meaning, trap },
    remedy: '',
    causes: named(status.causes, causes),
  };
}

function named(ids: readonly string[], causes: readonly CauseTexts[]): CauseName[] {
  return ids.flatMap((wanted) => {
    const cause = causes.find(({ id }) => id === wanted);
    return cause === undefined ? [] : [{ id: cause.id, title: cause.title }];
  });
}
