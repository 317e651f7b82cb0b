import { domainOf } from '../../aws/service-host.ts';
import type { Answered, Reached } from '../../platform/reach.ts';
import { type Check, check, factsOf, type Judgement } from '../check.ts';
import { regionOf } from '../facts/identity.ts';
import { versionFile } from '../facts/latest-version.ts';
import { reached } from '../facts/reached.ts';
import { obstacleOf } from '../judge-reached.ts';

interface Buckets {
  /** A file that everybody may read. */
  readonly version: Reached | null;
  /** Where the snapshots of baselines come from. */
  readonly snapshots: Reached | null;
}

/** The buckets that patching and the agent's updates come from. */
export const BUCKETS: Check = check<Buckets>({
  name: 'patch-buckets',
  title: 'Buckets of the patch document and the agent',
  limit: 9000,
  gather: async (scene) => {
    const region = await regionOf(scene);
    if (region === null) return { version: null, snapshots: null };
    const host = `patch-baseline-snapshot-${region}.s3.${region}.${domainOf(region)}`;
    const [version, snapshots] = await Promise.all([versionFile(scene), reached(scene, { host })]);
    return { version, snapshots };
  },
  judge: judgeBuckets,
});

/** Everybody may read the file, so that it is not the role that is refused, but the way. */
function refusalBy(answer: Answered, host: string): { readonly cause: string; readonly summary: string } {
  const file = 'a file of the agent that everybody may read (403)';
  return isOfS3(answer)
    ? {
        cause: 'IAM_ENDPOINT_POLICY_DENIED',
        summary: `S3 refuses ${file}: the policy of a VPC endpoint is in the way`,
      }
    : { cause: 'NETWORK_PROXY_ERROR', summary: `not S3 but something in front of ${host} refuses ${file}` };
}

/** It numbers each of its answers. */
function isOfS3({ headers }: Answered): boolean {
  return headers['x-amz-request-id'] !== undefined;
}

export function judgeBuckets({ version, snapshots }: Buckets): Judgement {
  if (version === null || snapshots === null)
    return { status: 'not-applicable', summary: 'no region is known' };
  const facts = factsOf({ 'latest/VERSION': version.answer?.status, snapshots: snapshots.host });
  for (const one of [version, snapshots]) {
    const obstacle = obstacleOf(one);
    if (obstacle !== null) return { status: 'failed', ...obstacle, facts };
  }
  const status = version.answer?.status;
  if (version.answer !== null && status === 403)
    return { status: 'failed', ...refusalBy(version.answer, version.host), facts };
  if (status !== 200)
    return {
      status: 'failed',
      cause: 'AWS_SERVICE_ERROR',
      summary: `${version.host} answers ${status} for a file of the agent`,
      facts,
    };
  return { status: 'ok', summary: 'S3 gives what patching and the agent download', facts };
}
