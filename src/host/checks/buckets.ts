import { domainOf } from '../../aws/service-host.ts';
import type { Reached } from '../../platform/reach.ts';
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

export function judgeBuckets({ version, snapshots }: Buckets): Judgement {
  if (version === null || snapshots === null)
    return { status: 'not-applicable', summary: 'no region is known' };
  const facts = factsOf({ 'latest/VERSION': version.answer?.status, snapshots: snapshots.host });
  for (const one of [version, snapshots]) {
    const obstacle = obstacleOf(one);
    if (obstacle !== null) return { status: 'failed', ...obstacle, facts };
  }
  const status = version.answer?.status;
  if (status === 403)
    return {
      status: 'failed',
      cause: 'IAM_ENDPOINT_POLICY_DENIED',
      summary: `${version.host} refuses a file of the agent that everybody may read (403): a policy of the S3 endpoint or a proxy is in the way`,
      facts,
    };
  if (status !== 200)
    return {
      status: 'failed',
      cause: 'AWS_SERVICE_ERROR',
      summary: `${version.host} answers ${status} for a file of the agent`,
      facts,
    };
  return { status: 'ok', summary: 'S3 gives what patching and the agent download', facts };
}
