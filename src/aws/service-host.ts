/** The services that a managed node speaks to. */
export type ServiceName =
  | 'ssm'
  | 'ssmmessages'
  | 'ec2messages'
  | 's3'
  | 'kms'
  | 'logs'
  | 'monitoring'
  | 'sts';

/** What stands behind the region in the names of its endpoints; by the beginning of the region. */
const DOMAINS: readonly (readonly [RegExp, string])[] = [
  [/^cn-/, 'amazonaws.com.cn'],
  [/^us-iso-/, 'c2s.ic.gov'],
  [/^us-isob-/, 'sc2s.sgov.gov'],
  [/^eu-isoe-/, 'cloud.adc-e.uk'],
  [/^us-isof-/, 'csp.hci.ic.gov'],
  [/^eusc-/, 'amazonaws.eu'],
];

/** The domain of the partition that a region belongs to. */
export function domainOf(region: string): string {
  return DOMAINS.find(([regions]) => regions.test(region))?.[1] ?? 'amazonaws.com';
}

/** The name of a service's endpoint in a region. */
export function serviceHost(service: ServiceName, region: string, domain = domainOf(region)): string {
  return `${service}.${region}.${domain}`;
}
