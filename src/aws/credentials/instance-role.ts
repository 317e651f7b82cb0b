import { InstanceMetadata, MetadataError } from '../identity/instance-metadata.ts';
import { credentialsIn } from './answer.ts';
import type { CredentialsQuestion, Provided } from './credentials.ts';

const ROLES = '/latest/meta-data/iam/security-credentials/';
const ROLE_NAME = /^[\w+=,.@-]{1,128}$/;

/** The credentials of the instance's role, from version 2 of its metadata. */
export async function instanceRole({ machine }: CredentialsQuestion): Promise<Provided> {
  const metadata = new InstanceMetadata(machine);
  try {
    const [role = ''] = (await metadata.get(ROLES)).trim().split(/\s+/);
    if (!ROLE_NAME.test(role)) return nothing('instance metadata: no name of a role');
    const found = credentialsIn(await metadata.get(`${ROLES}${role}`));
    if (typeof found !== 'string') return { kind: 'credentials', credentials: found };
    return nothing(`instance metadata: role ${role}: ${found}`);
  } catch (error) {
    if (!(error instanceof MetadataError)) throw error;
    if (error.trouble === 'not-found') return nothing('instance metadata: the instance has no role');
    return nothing(error.message);
  }
}

function nothing(why: string): Provided {
  return { kind: 'nothing', why };
}
