import type { CatalogueSignal } from '../../causes/catalogue.ts';
import type { Subject } from '../../report/report.ts';
import type { Said } from './reading-of.ts';

const LONGEST = 200;
const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[?[0-9a-f:]*:[0-9a-f:]+\]?)(?::\d{1,5})?$/i;
const URL_HOST = /\bhttps?:\/\/([a-z0-9][\w.-]{2,200})/i;
const URL_PARTS = /^[a-z]+:\/\/([^/:?\s]{1,200})(?::\d+)?(?:\/([^/?\s]{1,100}))?/i;
/** Ids and times of single runs in paths. */
const OF_ONE_RUN =
  /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}\.\d{3}Z/g;

/**
 * What a signal is about, in a form that is the same each time: the host and not which of its addresses was tried,
 * the folder and not that of this run. `text` is the whole record.
 */
export function subjectOf(said: Said<CatalogueSignal>, text: string): Subject | null {
  const { subject } = said.matcher;
  if (subject === undefined) return null;
  const names = typeof subject.from === 'string' ? [subject.from] : (subject.from ?? []);
  for (const name of names) {
    const value = said.match.groups?.[name];
    if (value !== undefined && value !== '')
      return { kind: subject.kind, id: steady(subject.kind, value.slice(0, LONGEST), text) };
  }
  return subject.is === undefined ? null : { kind: subject.kind, id: subject.is };
}

function steady(kind: Subject['kind'], value: string, text: string): string {
  if (kind === 'file')
    return (/^[^\n]*?(?=: |[\n"']|$)/.exec(value)?.[0] ?? value).replace(OF_ONE_RUN, '<id>');
  if (kind !== 'endpoint') return value;
  if (ADDRESS.test(value)) return URL_HOST.exec(text)?.[1] ?? value;
  const url = URL_PARTS.exec(value);
  if (url === null) return value;
  // In the path style of S3 the bucket stands behind the host.
  const [, host = value, folder] = url;
  return /^s3[.-]/.test(host) && folder !== undefined ? `${host}/${folder}` : host;
}
