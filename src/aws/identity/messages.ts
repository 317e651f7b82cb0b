import type { Platform } from '../../vocabulary.ts';
import type { Claim, Said } from './identity.ts';

const RESTART: Readonly<Record<Platform, string>> = {
  linux: 'systemctl restart amazon-ssm-agent, or snap restart amazon-ssm-agent',
  macos: 'launchctl kickstart -k system/com.amazon.aws.ssm',
  windows: 'Restart-Service AmazonSSMAgent',
};

export function noIdMessage(folders: readonly Said[], troubles: readonly string[]): string {
  const left = folders.map(
    ({ id, place }) => `only ${place} of ${id}, which does not say that this machine is it`,
  );
  const found = ["neither the agent's variables nor its state", ...left, ...troubles].join('; ');
  return `expected to be told this node's id, found ${found}; run on a managed node as root, or as Administrator on Windows, or register this machine with Systems Manager`;
}

export function noRegionMessage({ id, place }: Claim, troubles: readonly string[]): string {
  const found = [`none for ${id}, which ${place} tells`, ...troubles].join('; ');
  return `expected the region of this node, such as eu-west-1, found ${found}; give it with --region`;
}

export function conflictMessage(said: readonly Said[], platform: Platform): string {
  const found = said.map(({ id, place }) => `${id} by ${place}`).join(' and ');
  return `expected one id for this node, found ${found}; something is left from another machine, as in an image made of one: restart the agent, which then writes who it is (${RESTART[platform]}), and run again`;
}

export function taskMessage(place: string): string {
  return `expected a managed node, found the task of a container service (${place}), which has no compliance in Systems Manager; run on the instance that the task runs on`;
}

export function idMessage({ id, place }: Said): string {
  return `expected an id like i-… or mi-…, found ${JSON.stringify(id.slice(0, 60))} by ${place}; Systems Manager keeps no compliance for others`;
}
