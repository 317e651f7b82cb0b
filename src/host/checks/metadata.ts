import type { MetadataTrouble } from '../../aws/identity/instance-metadata.ts';
import { type Check, check, factsOf, type Judgement } from '../check.ts';
import { type Metadata, metadataOf } from '../facts/metadata.ts';

/** Whether the instance tells about itself, and by which version of the question. */
export const IMDS: Check = check<Metadata>({
  name: 'imds',
  title: 'EC2 instance metadata',
  limit: 5000,
  gather: metadataOf,
  judge: judgeMetadata,
});

/**
 * The number is told to nobody on the machine. That the service takes a connection, and its answer does not arrive,
 * shows that the answer may go too few hops: one is the usual, and enough without a bridge in between.
 */
function hopLimitOf(trouble: MetadataTrouble): string | null {
  return trouble === 'hop-limit' ? '1, or less than the way to here has' : null;
}

export function judgeMetadata(found: Metadata): Judgement {
  if (found.kind === 'hybrid')
    return { status: 'not-applicable', summary: 'Instance has hybrid registration' };
  if (found.kind === 'trouble') {
    if (found.trouble === 'disabled') return { status: 'not-applicable', summary: found.message };
    return {
      status: 'failed',
      cause: found.isUnroutable ? 'NETWORK_UNREACHABLE' : 'CREDENTIALS_IMDS_UNAVAILABLE',
      summary: found.message,
      facts: factsOf({ trouble: found.trouble, 'hop limit': hopLimitOf(found.trouble) }),
    };
  }
  const { instanceId, region, address, answersVersionOne } = found;
  const version = answersVersionOne === null ? null : answersVersionOne ? '1 and 2' : '2 only';
  return {
    status: 'ok',
    summary: `IMDS is accessible and has instance id ${instanceId} in region ${region ?? 'unknown'}`,
    facts: factsOf({ address, version }),
  };
}
