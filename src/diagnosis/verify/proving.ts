import type { CauseTexts } from '../../causes/catalogue.ts';
import type { NodeIdentity, Operation, RemedyStep } from '../../report/report.ts';
import { workThatProves } from '../conclude/logged-work.ts';

/** What comes out of a file and into a command that a person pastes into a shell: names of these characters only. */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const DOCUMENT = /^[A-Za-z0-9][\w.-]{2,127}$/;
const NODE = /^m?i-\w{8,40}$/;
const REGION = /^[a-z]{2}(?:-[a-z]+){1,3}-\d$/;

type Node = Pick<NodeIdentity, 'id' | 'platform' | 'os' | 'region'>;

/**
 * The commands whose success would close a cause that showed in an operation, as steps to be run by a person. Nothing
 * of what came out of a log stands in them unless it is a plain id or name.
 */
export function provingSteps(operation: Operation, cause: CauseTexts | null, node: Node): RemedyStep[] {
  const { kind, associationId, commandId } = operation;
  if (kind === 'agent-update') return [sendCommand('AWS-UpdateSSMAgent', null, node, 'changes-node')];
  if (kind === 'session') return [aws(`start-session --target ${idOf(node)}`, node, 'read-only')];
  if (kind.startsWith('agent-')) return [restart(node)];
  if (associationId !== null && UUID.test(associationId))
    return [aws(`start-associations-once --association-ids ${associationId}`, node, 'changes-node')];
  if (kind === 'patch-install' || kind === 'patch-scan' || isPackageLog(operation))
    return [patching(operation, cause, node)];
  if (kind === 'inventory')
    return [
      aws(
        'list-associations --association-filter-list key=Name,value=AWS-GatherSoftwareInventory',
        node,
        'read-only',
      ),
      aws('start-associations-once --association-ids ASSOCIATION_ID', node, 'changes-node'),
    ];
  return sameCommand(operation, commandId !== null && UUID.test(commandId) ? commandId : null, node);
}

function isPackageLog({ kind, id }: Operation): boolean {
  return kind === 'package' && /[\\/]/.test(id) && !UUID.test(id.split('/')[0] ?? '');
}

/** A scan tells how the node stands; trouble of an installation needs another one, which does not reboot. */
function patching({ kind, documentName }: Operation, cause: CauseTexts | null, node: Node): RemedyStep {
  const ofLog = kind === 'package' && cause !== null && workThatProves(cause) === 'patch/scan';
  const ofState = cause !== null && cause.passesWith === 'node';
  const isScan = kind === 'patch-scan' || ofLog || ofState;
  const name = documentOf(documentName) ?? 'AWS-RunPatchBaseline';
  return isScan
    ? sendCommand(name, 'Operation=Scan', node, 'read-only')
    : sendCommand(name, 'Operation=Install,RebootOption=NoReboot', node, 'changes-node');
}

/** With which parameters it ran, only the service knows. */
function sameCommand({ documentName }: Operation, commandId: string | null, node: Node): RemedyStep[] {
  const name = documentOf(documentName) ?? 'DOCUMENT';
  const again = sendCommand(name, 'NAME=VALUE', node, 'changes-node');
  return commandId === null
    ? [again]
    : [aws(`list-commands --command-id ${commandId}`, node, 'read-only'), again];
}

function sendCommand(
  document: string,
  parameters: string | null,
  node: Node,
  effect: RemedyStep['effect'],
): RemedyStep {
  const given = parameters === null ? '' : ` --parameters ${parameters}`;
  return aws(`send-command --document-name ${document}${given} --instance-ids ${idOf(node)}`, node, effect);
}

function aws(command: string, { region }: Node, effect: RemedyStep['effect']): RemedyStep {
  const where = region !== null && REGION.test(region) ? ` --region ${region}` : '';
  return { step: `aws ssm ${command}${where}`, effect };
}

/** The agent tells of its connection and identity when it starts. */
function restart({ platform, os }: Node): RemedyStep {
  return { step: restartCommand(platform, os), effect: 'changes-node' };
}

function restartCommand(platform: Node['platform'], os: string): string {
  if (platform === 'windows') return 'Restart-Service AmazonSSMAgent';
  if (platform === 'macos') return 'sudo launchctl kickstart -k system/com.amazon.aws.ssm';
  const plain = 'sudo systemctl restart amazon-ssm-agent';
  return /^Ubuntu/i.test(os) ? `sudo snap restart amazon-ssm-agent || ${plain}` : plain;
}

function idOf({ id }: Node): string {
  return id !== null && NODE.test(id) ? id : 'NODE_ID';
}

function documentOf(name: string | null): string | null {
  return name !== null && DOCUMENT.test(name) ? name : null;
}
