import type { CatalogueSignal, CauseTexts, Located } from '../causes/catalogue.ts';
import type { Cause, HarmlessLine, Matcher, Signal, Success } from '../causes/cause.ts';
import { checkMatcher, ordinaryTexts } from './check-matcher.ts';
import { ruleSchema } from './schema.ts';
import { faultsOf, type Schema } from './validate.ts';
import { type Place, readYaml } from './yaml-file.ts';

/** A rule file as it was found. */
export interface RuleText {
  readonly file: string;
  readonly text: string;
}

/** What is wrong, where, and what is allowed instead; line and column count from 1. */
export interface RuleProblem extends Place {
  readonly file: string;
  readonly message: string;
}

/** What rules may refer to and must not repeat. */
export interface Known {
  readonly causes: ReadonlySet<string>;
  readonly areas: ReadonlySet<string>;
  readonly matchers: ReadonlySet<string>;
}

type From<T> = T & { readonly origin: string };

/** Rules that are fit to be looked for beside the product's own. */
export interface RuleSet {
  readonly causes: readonly From<CauseTexts>[];
  readonly signals: readonly From<CatalogueSignal>[];
  readonly successes: readonly From<Located<Success>>[];
  readonly harmless: readonly From<Located<HarmlessLine>>[];
}

export interface Checked {
  readonly rules: RuleSet;
  readonly problems: readonly RuleProblem[];
}

/** What a file may hold. */
type RuleFile = Partial<Cause> & {
  readonly successes?: readonly Success[];
  readonly harmless?: readonly HarmlessLine[];
};

interface ReadFile {
  readonly file: string;
  readonly rule: RuleFile;
  placeOf(path: readonly (string | number)[], isName?: boolean): Place;
}

/** Checks rule files together. What has a problem is not among the rules. Never throws for what is in them. */
export function checkRules(texts: readonly RuleText[], known: Known): Checked {
  const problems: RuleProblem[] = [];
  const schema = ruleSchema();
  const files = texts.flatMap((text) => readRule(text, schema, problems));
  const check = new RuleCheck(files, known, problems);
  return { rules: check.run(), problems };
}

function readRule({ file, text }: RuleText, schema: Schema, problems: RuleProblem[]): ReadFile[] {
  const yaml = readYaml(text);
  if (!yaml.ok) {
    problems.push(...yaml.remarks.map((remark) => ({ file, ...remark })));
    return [];
  }
  const { value, placeOf } = yaml;
  if (value === null) {
    problems.push({
      file,
      line: 1,
      column: 1,
      message: 'expected a cause, successes or harmless lines, found nothing',
    });
    return [];
  }
  const names = typeof value === 'object' && !Array.isArray(value) ? Object.keys(value) : [];
  const linesOnly = names.length > 0 && names.every((name) => name === 'successes' || name === 'harmless');
  const shape = { $ref: linesOnly ? '#/$defs/ruleLines' : '#/$defs/ruleCause' };
  const faults = faultsOf(value, shape, schema);
  for (const { path, message, isName } of faults.slice(0, MOST_FAULTS))
    problems.push({ file, ...placeOf(path, isName), message: `${nameOfPath(path)}${message}` });
  return faults.length > 0 ? [] : [{ file, rule: value as RuleFile, placeOf }];
}

/** Of one file; more do not help. */
const MOST_FAULTS = 20;

function nameOfPath(path: readonly (string | number)[]): string {
  if (path.length === 0) return '';
  const text = path.map((step) => (typeof step === 'number' ? `[${step + 1}]` : `.${step}`)).join('');
  return `${text.replace(/^\./, '')}: `;
}

type Say = (path: readonly (string | number)[], message: string) => void;

/** Checks what takes all files to know. */
class RuleCheck {
  readonly #files: readonly ReadFile[];
  readonly #known: Known;
  readonly #problems: RuleProblem[];
  /** Causes and matchers of the rules, with the file that has them. */
  readonly #causes = new Map<string, string>();
  readonly #matchers = new Map<string, string>();
  readonly #areas = new Set<string>();
  readonly #ordinary = ordinaryTexts();

  constructor(files: readonly ReadFile[], known: Known, problems: RuleProblem[]) {
    this.#files = files;
    this.#known = known;
    this.#problems = problems;
  }

  run(): RuleSet {
    for (const read of this.#files) this.#enterCause(read);
    const parts = this.#files.map((read) => this.#check(read));
    return {
      causes: parts.flatMap(({ causes }) => causes),
      signals: parts.flatMap(({ signals }) => signals),
      successes: parts.flatMap(({ successes }) => successes),
      harmless: parts.flatMap(({ harmless }) => harmless),
    };
  }

  #sayer({ file, placeOf }: ReadFile): Say {
    return (path, message) =>
      this.#problems.push({ file, ...placeOf(path), message: `${nameOfPath(path)}${message}` });
  }

  #enterCause(read: ReadFile): void {
    const { id, area } = read.rule;
    if (id === undefined || area === undefined) return;
    const other = this.#known.causes.has(id) ? "the product's own cause" : this.#causes.get(id);
    if (other !== undefined)
      this.#sayer(read)(
        ['id'],
        `${id} is already the id of ${other}; a rule replaces nothing, choose another`,
      );
    else this.#causes.set(id, read.file);
    this.#areas.add(area);
  }

  #check(read: ReadFile): RuleSet {
    const { rule, file } = read;
    const say = this.#sayer(read);
    const cause = rule.id === undefined ? null : (rule as Cause);
    if (cause !== null) this.#checkCause(cause, say);
    const located = <M extends Matcher>(list: readonly M[], kind: string): From<Located<M>>[] =>
      list.flatMap((matcher, index) => this.#checkMatcher(matcher, [kind, index], file, say));
    const signals = located(rule.signals ?? [], 'signals') as From<Located<Signal>>[];
    for (const [index, signal] of (rule.signals ?? []).entries())
      checkSignal(signal, cause, ['signals', index], say);
    for (const [index, { recovers }] of (rule.successes ?? []).entries())
      this.#checkRecovery(recovers, ['successes', index, 'recovers'], say);
    const { signals: _signals, successes: _successes, harmless: _harmless, ...texts } = rule;
    return {
      causes: cause === null ? [] : [{ ...(texts as CauseTexts), origin: file }],
      signals: cause === null ? [] : signals.map((signal) => ({ ...signal, cause: cause.id })),
      successes: located(rule.successes ?? [], 'successes'),
      harmless: located(rule.harmless ?? [], 'harmless'),
    };
  }

  #checkCause({ id, leadsTo, outranks }: Cause, say: Say): void {
    for (const [index, other] of leadsTo.entries()) {
      if (other === id) say(['leadsTo', index], 'a cause does not lead to itself');
      else if (!this.#known.causes.has(other) && !this.#causes.has(other))
        say(['leadsTo', index], `there is no cause ${other}; ssm-doctor rules list names all`);
    }
    for (const [index, other] of outranks.entries()) {
      if (other === id) say(['outranks', index], 'a cause does not outrank itself');
      else if (!this.#causes.has(other))
        say(['outranks', index], `${other} is no cause of a rule; a rule may outrank no other`);
    }
  }

  /** A rule that closed findings of the product's own causes would replace what they say. */
  #checkRecovery(
    { causes = [], areas = [], services, actions }: Success['recovers'],
    path: readonly (string | number)[],
    say: Say,
  ): void {
    for (const [index, cause] of causes.entries())
      if (!this.#causes.has(cause))
        say([...path, 'causes', index], `${cause} is no cause of a rule; a rule may close no other`);
    for (const [index, area] of areas.entries())
      if (!this.#areas.has(area) || this.#known.areas.has(area))
        say(
          [...path, 'areas', index],
          `expected an area that only rules have, found ${area}; name the causes instead`,
        );
    if (services !== undefined)
      say([...path, 'services'], "would close the product's own causes; name causes of rules");
    if (actions !== undefined)
      say([...path, 'actions'], "would close the product's own causes; name causes of rules");
  }

  #checkMatcher<M extends Matcher>(
    matcher: M,
    path: readonly (string | number)[],
    file: string,
    say: Say,
  ): From<Located<M>>[] {
    const other = this.#known.matchers.has(matcher.id) ? "the product's own" : this.#matchers.get(matcher.id);
    if (other !== undefined)
      say([...path, 'id'], `${matcher.id} is already an id in ${other}; choose another`);
    else this.#matchers.set(matcher.id, file);
    const literals = checkMatcher(matcher, this.#ordinary, (inner, message) =>
      say([...path, ...inner], message),
    );
    if (literals === null) return [];
    const { samples: _samples, nearMisses: _nearMisses, literals: _literals, ...rest } = matcher;
    return [{ ...rest, literals, origin: file }];
  }
}

function checkSignal(
  { platforms, subject, pattern }: Signal,
  cause: Cause | null,
  path: readonly (string | number)[],
  say: Say,
): void {
  for (const [index, platform] of (platforms ?? []).entries())
    if (cause?.platforms.includes(platform) === false)
      say(
        [...path, 'platforms', index],
        `the cause is none of ${platform}; add it to the platforms of the cause`,
      );
  for (const name of [subject?.from ?? []].flat())
    if (!pattern.includes(`(?<${name}>`))
      say([...path, 'subject'], `the pattern has no group ${name}; write (?<${name}>…) in it`);
}
