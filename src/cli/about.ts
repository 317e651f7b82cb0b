import { CATALOG_VERSION } from '../causes/generated/causes.ts';
import { isSingleExecutable, ownTarget } from '../platform/own-program.ts';
import { UsageError } from './usage-error.ts';
import { VERSION } from './version.ts';

/** What this program is, in full. */
export interface About {
  readonly name: 'ssm-doctor';
  readonly version: string;
  readonly catalogVersion: string;
  /** The version of Node that runs it. */
  readonly node: string;
  readonly target: string;
  readonly form: 'executable' | 'script';
  /** Digits of the commit it was built from, with `+` when there were changes; `unknown` outside of git. */
  readonly commit: string;
}

/** The one line of `--version`. */
export const VERSION_LINE = `ssm-doctor ${VERSION.version} (${VERSION.commit})`;

const FLAGS: readonly string[] = ['--version', '-V'];
const FORMAT = '--format';

/**
 * What `--version` with a format prints; null when the arguments are about anything else.
 *
 * @throws UsageError for a format that the version has not
 */
export function aboutText(argv: readonly string[]): string | null {
  const format = askedFormat(argv);
  if (format === null) return null;
  if (format === 'text') return `${VERSION_LINE}\n`;
  if (format === 'json') return `${JSON.stringify(about(), null, 2)}\n`;
  throw new UsageError(`${FORMAT} '${format}': expected text or json with --version`);
}

/** Of arguments that hold nothing but the flag and one format. */
function askedFormat(argv: readonly string[]): string | null {
  const [first = '', ...others] = argv.filter((word) => !FLAGS.includes(word));
  if (others.length + 1 === argv.length) return null;
  if (first === FORMAT && others.length === 1) return others[0] ?? null;
  return first.startsWith(`${FORMAT}=`) && others.length === 0 ? first.slice(FORMAT.length + 1) : null;
}

function about(): About {
  return {
    name: 'ssm-doctor',
    version: VERSION.version,
    catalogVersion: CATALOG_VERSION,
    node: process.versions.node,
    target: ownTarget(),
    form: isSingleExecutable() ? 'executable' : 'script',
    commit: VERSION.commit,
  };
}
