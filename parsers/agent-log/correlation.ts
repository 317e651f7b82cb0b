/** Which run or association a record belongs to, as its contexts tell. */
export interface Correlation {
  readonly documentId: string | null;
  /** Run of an association (`2020-05-26T00-32-29.017Z`), when the document id carries one. */
  readonly runId: string | null;
  readonly associationId: string | null;
}

/** A context that is shorter names neither. */
const UUID_LENGTH = 36;
const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const DOCUMENT = new RegExp(`^(${UUID})(?:\\.(\\d{4}-\\d{2}-\\d{2}T\\d{2}-\\d{2}-\\d{2}\\.\\d{3}Z))?$`);
const ASSOCIATION = new RegExp(`^associationId=(${UUID})$`);
const MESSAGE = new RegExp(`^messageID=aws\\.ssm\\.(${UUID})`);

/**
 * Reads `[<command id>]`, `[<association id>.<run id>]`, `[associationId=…]` and `[messageID=aws.ssm.…]`
 * (grammar: ssm-agent contexts, 2.x and 3.x).
 */
export function correlate(contexts: readonly string[]): Correlation {
  let documentId: string | null = null;
  let runId: string | null = null;
  let associationId: string | null = null;
  for (const context of contexts) {
    if (context.length < UUID_LENGTH) continue;
    const document = DOCUMENT.exec(context);
    if (document !== null) {
      documentId = document[1] ?? null;
      runId = document[2] ?? null;
      if (runId !== null) associationId = documentId;
    }
    associationId = ASSOCIATION.exec(context)?.[1] ?? associationId;
    documentId ??= MESSAGE.exec(context)?.[1] ?? null;
  }
  return { documentId, runId, associationId };
}
