/**
 * The AWS service that a record is about, by an endpoint or an action in it: `ssm`, `ssmmessages`, `ec2messages`,
 * `s3`, `kms`, `logs`, `imds` … Null when the record names none. Agents from 3.1 on use ec2messages only until their
 * control channel is open: that is `ec2messages-fallback`, which a working control channel makes needless.
 */
export function serviceOf(
  groups: Readonly<Record<string, string | undefined>>,
  text: string,
  contexts: readonly string[],
): string | null {
  const service = directServiceOf(groups, text, contexts);
  return service === 'ec2messages' && contexts.includes('MDSInteractor') ? 'ec2messages-fallback' : service;
}

function directServiceOf(
  groups: Readonly<Record<string, string | undefined>>,
  text: string,
  contexts: readonly string[],
): string | null {
  const action = groups.action ?? groups.api;
  if (action !== undefined) {
    const service = /^([a-z0-9-]+):/.exec(action)?.[1];
    if (service !== undefined) return service;
  }
  return (
    serviceOfHost(groups.host ?? groups.endpoint ?? groups.ip ?? '') ??
    serviceOfText(text) ??
    serviceOfModule(contexts)
  );
}

/** The service that each module of the agent talks to. */
const MODULES: ReadonlyMap<string, string> = new Map([
  ['MDSInteractor', 'ec2messages'],
  ['MessagingDeliveryService', 'ec2messages'],
  ['MessageProcessor', 'ec2messages'],
  ['MGSInteractor', 'ssmmessages'],
  ['MessageGatewayService', 'ssmmessages'],
  ['HealthCheck', 'ssm'],
  ['Association', 'ssm'],
  ['Registrar', 'ssm'],
  ['EC2Identity', 'ssm'],
  ['CredentialRefresher', 'ssm'],
  ['EC2RoleProvider', 'ssm'],
  ['SSMEC2RoleProvider', 'ssm'],
  ['InventoryUploader', 'ssm'],
  ['ComplianceUploader', 'ssm'],
]);

/** The innermost module that is known decides. */
function serviceOfModule(contexts: readonly string[]): string | null {
  for (const context of contexts.toReversed()) {
    const service = MODULES.get(context);
    if (service !== undefined) return service;
  }
  return null;
}

/** `ssm.eu-west-1.amazonaws.com`, `vpce-0abc.ssm.eu-west-1.vpce.amazonaws.com`, `169.254.169.254` … */
export function serviceOfHost(host: string): string | null {
  if (host === '169.254.169.254' || host.startsWith('[fd00:ec2::254]')) return 'imds';
  return (
    /(?:^|[./-])(ssmmessages|ec2messages|ssm|sts|s3|kms|logs|monitoring)(?:-fips)?[.-][a-z0-9.-]*amazonaws\./.exec(
      host,
    )?.[1] ?? null
  );
}

/** Does a text name the metadata service by an address, the numbers of which make it that service? */
export function namesMetadata(text: string): boolean {
  return text.includes('169.254.169.254') || text.includes('fd00:ec2::254');
}

function serviceOfText(text: string): string | null {
  const head = text.slice(0, 2000);
  const url = /https?:\/\/([\w.:[\]-]{4,200})/.exec(head)?.[1] ?? /\blookup ([\w.-]{4,200})/.exec(head)?.[1];
  if (url !== undefined) {
    const service = serviceOfHost(url.replace(/:\d+$/, ''));
    if (service !== null) return service;
  }
  if (head.includes('169.254.169.254') || head.includes('EC2MetadataError')) return 'imds';
  if (/\b(?:GetMessages|AcknowledgeMessage|SendReply|FailMessage) Error/.test(head)) return 'ec2messages';
  return null;
}
