import { parseAgentConfig } from '../../../parsers/agent-config.ts';
import { endpointOverrides } from '../../../parsers/agent-endpoints.ts';
import type { Parsed } from '../../../parsers/parsed.ts';
import { parseRunId } from '../../../parsers/run-id.ts';
import { parseSeelogConfig } from '../../../parsers/seelog-config.ts';
import { type DocumentState, parseDocumentState } from '../../../parsers/state/document-state.ts';
import { parseIdentityConfig } from '../../../parsers/state/identity-config.ts';
import { parseInstallHistory } from '../../../parsers/state/install-history.ts';
import { parseOsRelease } from '../../../parsers/state/os-release.ts';
import { parsePatchInventory } from '../../../parsers/state/patch-inventory.ts';
import { parsePatchStates } from '../../../parsers/state/patch-states.ts';
import { parseRegistration } from '../../../parsers/state/registration.ts';
import { parseSystemVersion } from '../../../parsers/state/system-version.ts';
import type { Source, SourceKind } from '../../sources/source.ts';
import type { EngineState } from '../model.ts';
import { quote } from './excerpt.ts';
import { noteDocumentName } from './facts.ts';
import { noteSystemUpdate } from './install-history.ts';
import { operationOf } from './operations.ts';
import { noteDamagedStates, noteInventory, notePatchStates } from './patch-state.ts';
import { noteFromState, sightingInState } from './state-observation.ts';

/** Enters what a state file of one kind tells. Returns what is wrong with the file, or null. */
type Reader = (state: EngineState, source: Source, text: string, order: number) => string | null;

/** Files that were moved away and are named as proof. */
const MOVED_FILES = 5;

const READERS: Readonly<Partial<Record<SourceKind, Reader>>> = {
  'identity-config': (state, _source, text) =>
    told(parseIdentityConfig(text), ({ instanceId }) => {
      state.facts.id = instanceId;
    }),
  registration: (state, _source, text) =>
    told(parseRegistration(text), ({ instanceId, region }) => {
      state.facts.id ??= instanceId;
      state.facts.region ??= region;
    }),
  'document-state': (state, source, text, order) =>
    told(parseDocumentState(text), (document) => noteDocument(state, source, text, order, document)),
  'os-release': (state, _source, text) =>
    told(
      /^\s*(?:<\?xml|<plist|<!DOCTYPE)/.test(text) ? parseSystemVersion(text) : parseOsRelease(text),
      ({ prettyName, id }) => {
        state.facts.os = prettyName ?? id;
      },
    ),
  'time-zone': (state, _source, text) => {
    const name = text.trim();
    if (/^(?:[A-Za-z_+-]{1,40}\/){0,2}[A-Za-z0-9_+-]{1,40}$/.test(name)) state.facts.zone = name;
    return null;
  },
  'patch-inventory': (state, source, text, order) =>
    told(parsePatchInventory(text), (inventory) => noteInventory(state, source, text, order, inventory)),
  'patch-states': (state, source, text, order) => {
    const parsed = parsePatchStates(text);
    if (!parsed.ok && parsed.reason === 'malformed') noteDamagedStates(state, source, text, order);
    return told(parsed, (states) => notePatchStates(state, source, text, order, states));
  },
  'install-history': (state, source, text, order) =>
    told(parseInstallHistory(text), (installed) => noteSystemUpdate(state, source, text, order, installed)),
  'reboot-request': (state, source, text, order) => {
    const seconds = Number(text.trim());
    if (!(seconds > 0)) return text.trim() === '' ? null : 'it holds no time';
    const { patching } = state;
    const at = Math.round(seconds * 1000);
    if ((patching.rebootRequest?.moment.at ?? 0) < at)
      patching.rebootRequest = {
        ...sightingInState(source, text, 0, order),
        moment: { at, clock: 'utc', order },
      };
    return null;
  },
  'moved-repository': (state, source, text, order) => {
    const { movedRepositories } = state.patching;
    if (movedRepositories.length < MOVED_FILES)
      movedRepositories.push(sightingInState(source, text, Math.max(0, text.search(/\S/)), order));
    return null;
  },
  'agent-config': readAgentConfig,
  'log-config': (state, source, text, order) => {
    const config = parseSeelogConfig(text);
    if (config.ok) return null;
    noteFromState(
      operationOf(state, { kind: 'agent' }),
      'AGENT_LOG_CONFIG_INVALID',
      null,
      sightingInState(source, text, 0, order),
    );
    return config.detail;
  },
};

/** The agent refuses each inventory run that finds another inventory association beside its own. */
function noteDocument(
  state: EngineState,
  source: Source,
  text: string,
  order: number,
  { commandId, associationId, runId, documentName, createdAt, plugins }: DocumentState,
): void {
  const documentId = associationId ?? commandId;
  if (documentId === null) return;
  const run = associationId === null ? null : runId;
  const operation = operationOf(state, { kind: 'run', documentId, runId: run, associationId });
  if (documentName !== null) {
    operation.facts.set('documentName', documentName);
    const nameAt = Math.max(0, text.indexOf(JSON.stringify(documentName)));
    operation.factLines.set('documentName', sightingInState(source, text, nameAt, order));
  }
  operation.startedAt ??= createdAt === null ? null : { at: createdAt, clock: 'utc', order };
  if (documentName !== null && associationId !== null) noteDocumentName(state, associationId, documentName);
  const others = plugins.flatMap(({ name, associationIds }) =>
    name === 'aws:softwareInventory' ? associationIds.filter((id) => id !== associationId) : [],
  );
  const [other] = others;
  if (associationId === null || other === undefined) return;
  const list = new RegExp(`"CurrentAssociations"[^\\]]{0,2000}${other}[^\\]]{0,2000}\\]`).exec(text);
  const sighting = sightingInState(source, text, list?.index ?? 0, order);
  const at = run === null ? null : parseRunId(run);
  const moment = { ...sighting.moment, at };
  operation.startedAt ??= at === null ? null : moment;
  noteFromState(
    operation,
    'INVENTORY_MULTIPLE_ASSOCIATIONS',
    { kind: 'association', id: other },
    // Parameters stand beside the list, which may hold secrets.
    { ...sighting, moment, excerpt: quote(list?.[0] ?? '', 0).excerpt },
  );
}

/** Is a file of this kind one document of state, to be taken as a whole? */
export function isStateKind(kind: SourceKind): boolean {
  return READERS[kind] !== undefined;
}

/** Enters what a state file tells. Returns what is wrong with the file, or null. */
export function absorbState(state: EngineState, source: Source, text: string, order: number): string | null {
  return READERS[source.kind]?.(state, source, text, order) ?? null;
}

/** The agent reads its settings once, at the start: a broken file is the default settings from then on. */
function readAgentConfig(state: EngineState, source: Source, text: string, order: number): string | null {
  const agent = operationOf(state, { kind: 'agent' });
  const config = parseAgentConfig(text);
  if (!config.ok) {
    noteFromState(agent, 'AGENT_CONFIG_INVALID', null, sightingInState(source, text, 0, order));
    return config.detail;
  }
  for (const { host, at } of endpointOverrides(text)) {
    state.facts.endpoints.set(host, sightingInState(source, text, at, order));
  }
  return null;
}

function told<T>(parsed: Parsed<T>, use: (value: T) => void): string | null {
  if (!parsed.ok) return parsed.reason === 'empty' ? null : parsed.detail;
  use(parsed.value);
  return null;
}
