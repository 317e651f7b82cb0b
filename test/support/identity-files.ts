/** What an agent leaves about who it is. */
export const NODE = 'i-0synthetic0000001';
export const OTHER_NODE = 'i-0synthetic0000002';
export const HYBRID = 'mi-0synthetic0000003';
export const OTHER_HYBRID = 'mi-0synthetic0000004';
export const PRIVATE_KEY = 'bm90LWEta2V5LWJ1dC1zZWNyZXQ=';

export interface Places {
  readonly data: string;
  readonly config: string;
  readonly identity: string;
}

export const PLACES: Readonly<Record<'linux' | 'macos' | 'windows', Places>> = {
  linux: {
    data: 'var/lib/amazon/ssm',
    config: 'etc/amazon/ssm/amazon-ssm-agent.json',
    identity: 'var/lib/amazon/ssm/runtimeconfig/identity_config.json',
  },
  macos: {
    data: 'opt/aws/ssm/data',
    config: 'opt/aws/ssm/amazon-ssm-agent.json',
    identity: 'opt/aws/ssm/runtimeconfig/identity_config.json',
  },
  windows: {
    data: 'ProgramData/Amazon/SSM/InstanceData',
    config: 'Program Files/Amazon/SSM/amazon-ssm-agent.json',
    identity: 'ProgramData/Amazon/SSM/runtimeconfig/identity_config.json',
  },
};

export function identityConfig(id: string, more: Readonly<Record<string, string>> = {}): string {
  return JSON.stringify({
    SchemaVersion: '1.1',
    InstanceId: id,
    IdentityType: id.startsWith('mi-') ? 'OnPrem' : 'EC2',
    ShareFile: '',
    ShareProfile: '',
    CredentialsExpiresAt: '2026-11-25T09:00:00Z',
    CredentialsRetrievedAt: '2026-11-25T08:00:00Z',
    CredentialSource: id.startsWith('mi-') ? 'SSM' : 'EC2',
    ...more,
  });
}

/** The vault of a registered node, as `data/Vault/…`. */
export function vaultOf(data: string, id: string, region: string): Record<string, string> {
  const isInstance = id.startsWith('i-');
  const key = isInstance ? 'EC2RegistrationKey' : 'RegistrationKey';
  return {
    [`${data}/Vault/${isInstance ? 'EC2Manifest' : 'Manifest'}`]: JSON.stringify({
      [key]: `/${data}/Vault/Store/${key}`,
    }),
    [`${data}/Vault/Store/${key}`]: JSON.stringify({
      instanceID: id,
      region,
      instanceType: '',
      availabilityZone: '',
      privateKey: PRIVATE_KEY,
      privateKeyType: 'Rsa',
    }),
  };
}
