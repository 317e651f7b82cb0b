import { malformed, type Parsed } from '../parsed.ts';
import { type JsonObject, nameOf, numberOf, objectOf, objectsOf, parseObject } from './json.ts';
import { parseInstant } from './time.ts';

/** A run that the agent has not finished with: pending, running, waiting for a reboot, or given up. */
export interface DocumentState {
  /** Command id, `<association id>.<run id>`, or session id. */
  readonly documentId: string;
  readonly commandId: string | null;
  readonly associationId: string | null;
  /** Run of an association. */
  readonly runId: string | null;
  readonly instanceId: string | null;
  /** Milliseconds since 1970, UTC. */
  readonly createdAt: number | null;
  readonly documentName: string | null;
  readonly documentVersion: string | null;
  /** `InProgress`, `SuccessAndReboot` …. */
  readonly status: string | null;
  /** Two and more when the agent took the run up again. */
  readonly runCount: number | null;
  /** Of the worker. */
  readonly pid: number | null;
  /** `SendCommand`, `Association`, `CancelComamnd` (so written) …. */
  readonly documentType: string | null;
  readonly plugins: readonly PluginState[];
}

/** A step; its parameters and output are never taken over, as they may hold secrets. */
export interface PluginState {
  readonly name: string;
  readonly id: string | null;
  readonly status: string | null;
  /** Exit status; null until the step has a result. */
  readonly code: number | null;
  /** Associations that were on the node when an inventory step was made ready. */
  readonly associationIds: readonly string[];
}

/** Parses a file of `document/state/{pending,current,corrupt}` (ssm-agent `contracts.DocumentState`). */
export function parseDocumentState(text: string): Parsed<DocumentState> {
  const parsed = parseObject(text);
  if (!parsed.ok) return parsed;
  const about = objectOf(parsed.value.DocumentInformation);
  const documentId = nameOf(about?.DocumentID);
  if (about === null || documentId === null)
    return malformed('DocumentInformation or its DocumentID is missing, or that is longer than any');
  return {
    ok: true,
    value: {
      documentId,
      commandId: nameOf(about.CommandID),
      associationId: nameOf(about.AssociationID),
      runId: nameOf(about.RunID),
      instanceId: nameOf(about.InstanceID),
      createdAt: parseInstant(about.CreatedDate),
      documentName: nameOf(about.DocumentName),
      documentVersion: nameOf(about.DocumentVersion),
      status: nameOf(about.DocumentStatus),
      runCount: numberOf(about.RunCount),
      pid: numberOf(objectOf(about.ProcInfo)?.Pid),
      documentType: nameOf(parsed.value.DocumentType),
      plugins: objectsOf(parsed.value.InstancePluginsInformation).map(pluginOf),
    },
  };
}

const ASSOCIATION_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function isAssociationId(id: unknown): id is string {
  return typeof id === 'string' && ASSOCIATION_ID.test(id);
}

function pluginOf(plugin: JsonObject): PluginState {
  const result = objectOf(plugin.Result);
  const status = nameOf(result?.status);
  const associations = objectOf(plugin.Configuration)?.CurrentAssociations;
  return {
    name: nameOf(plugin.Name) ?? '',
    id: nameOf(plugin.Id),
    status,
    code: status === null ? null : numberOf(result?.code),
    associationIds: Array.isArray(associations) ? associations.filter(isAssociationId) : [],
  };
}
