import { idForm } from '../../causes/explain/near-ids.ts';
import { loadCauses } from '../../causes/load-causes.ts';
import type { AskedSubject } from '../../report/subject-report.ts';
import { type NameMatcher, nameMatcher } from './name-matcher.ts';

/** A question about one subject, and how lines name it. */
export interface SubjectQuestion extends AskedSubject {
  /** Null where lines do not name it, or the name is too short to look for. */
  readonly inLines: NameMatcher | null;
}

const KB = /^(?:KB)?[\s-]?(\d{6,8})$/i;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** Names of documents of AWS; those of others are told by the runs that name them. */
const DOCUMENT = /^(?:arn:[^/]{1,80}:document\/)?((?:AWS|Amazon)[A-Za-z]*-\w+)$/;
const ARCHITECTURE = 'x86_64|aarch64|amd64|arm64|noarch|i[3-6]86|all|armhf|ppc64le|s390x|src';
/** `name-1:3.0.7-24.el9.x86_64`, as rpm names a package with its version. */
const NEVRA = new RegExp(`^(.+?)-(?:\\d+:)?\\d[^\\s-]*-[^\\s-]+\\.(?:${ARCHITECTURE})$`);
/** `name.x86_64`, `name:amd64`, `name.amd64:1:9.16.1`, `name=1.2.3`. */
const WITH_TAIL = new RegExp(`^(.+?)(?:[.:](?:${ARCHITECTURE})(?:[:=].+)?|=.+)$`);

/** What is asked about, told by its form. */
export function questionOf(asked: string): SubjectQuestion {
  const text = asked.trim();
  const cause = loadCauses().find(({ id }) => id === idForm(text));
  if (cause !== undefined) return { asked, kind: 'cause', name: cause.id, inLines: null };
  const number = KB.exec(text)?.[1];
  if (number !== undefined)
    return { asked, kind: 'patch', name: `KB${number}`, inLines: nameMatcher(number, 'kb') };
  if (UUID.test(text)) {
    const name = text.toLowerCase();
    return { asked, kind: 'run', name, inLines: nameMatcher(name, 'exact') };
  }
  const document = DOCUMENT.exec(text)?.[1];
  if (document !== undefined)
    return { asked, kind: 'document', name: document, inLines: nameMatcher(document, 'exact') };
  const name = NEVRA.exec(text)?.[1] ?? WITH_TAIL.exec(text)?.[1] ?? text;
  const isPackage = /^[A-Za-z0-9][\w.+-]*$/.test(name);
  const inLines = nameMatcher(name, isPackage ? 'package' : 'exact') ?? nameMatcher(text, 'exact');
  return { asked, kind: 'name', name, inLines };
}
