import { malformed, type Parsed } from '../parsed.ts';
import { type JsonObject, numberOf, objectOf, objectsOf, parseObject, textOf } from './json.ts';
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
  const documentId = textOf(about?.DocumentID);
  if (about === null || documentId === null)
    return malformed('DocumentInformation or its DocumentID is missing');
  return {
    ok: true,
    value: {
      documentId,
      commandId: textOf(about.CommandID),
      associationId: textOf(about.AssociationID),
      runId: textOf(about.RunID),
      instanceId: textOf(about.InstanceID),
      createdAt: parseInstant(about.CreatedDate),
      documentName: textOf(about.DocumentName),
      documentVersion: textOf(about.DocumentVersion),
      status: textOf(about.DocumentStatus),
      runCount: numberOf(about.RunCount),
      pid: numberOf(objectOf(about.ProcInfo)?.Pid),
      documentType: textOf(parsed.value.DocumentType),
      plugins: objectsOf(parsed.value.InstancePluginsInformation).map(pluginOf),
    },
  };
}

function pluginOf(plugin: JsonObject): PluginState {
  const result = objectOf(plugin.Result);
  const status = textOf(result?.status);
  const associations = objectOf(plugin.Configuration)?.CurrentAssociations;
  return {
    name: textOf(plugin.Name) ?? '',
    id: textOf(plugin.Id),
    status,
    code: status === null ? null : numberOf(result?.code),
    associationIds: Array.isArray(associations) ? associations.filter((id) => typeof id === 'string') : [],
  };
}
