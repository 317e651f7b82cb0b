import { X509Certificate } from 'node:crypto';
import { resolve } from 'node:path';
import { variable } from '../../platform/environment.ts';
import { FilesError } from '../../platform/files.ts';
import type { Machine } from '../../platform/machine.ts';
import { readPlainHead } from '../../sources/plain-head.ts';
import { relocatedFolders } from '../../sources/relocated.ts';
import type { AgentTree } from '../identity/agent-tree.ts';
import { EndpointError } from './endpoint-error.ts';

const NODE = 'NODE_EXTRA_CA_CERTS';
const BUNDLE = 'AWS_CA_BUNDLE';
const AGENT_CERTIFICATE = 'amazon-ssm-agent.crt';
/** The bundle of a distribution is a quarter of a megabyte. */
const LARGEST = 4 * 1024 * 1024;
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/**
 * Certificates in PEM that are to be trusted besides those of Node: of the variable of the AWS tools, and of a
 * relocated agent. Null without any. Those of Node's own variable it has read when it started, but it goes on without
 * a word to a program where it could not; so that file is only looked at.
 *
 * @throws EndpointError where one is named that cannot be used
 */
export function extraAuthorities(machine: Machine, agent: AgentTree): string | null {
  const ofNode = variable(machine.environment, NODE);
  if (ofNode !== null) blocksIn(textAt(ofNode, NODE, machine), `${NODE} ${ofNode}`);
  const bundle = variable(machine.environment, BUNDLE);
  const named = bundle === null ? [] : certificatesIn(textAt(bundle, BUNDLE, machine), `${BUNDLE} ${bundle}`);
  const certificates = [...new Set([...named, ...ofAgent(machine, agent)])];
  return certificates.length === 0 ? null : `${certificates.join('\n')}\n`;
}

function textAt(path: string, name: string, { hostFiles }: Machine): string {
  try {
    const head = readPlainHead(hostFiles, hostFiles.resolve(resolve(path)), LARGEST);
    if (head.kind === 'refused') throw head.error;
    return head.kind === 'text' ? head.text : '';
  } catch (error) {
    if (!(error instanceof FilesError)) throw error;
    const found = error.code === 'ENOENT' ? 'nothing there' : `that it cannot be read (${error.code})`;
    throw new EndpointError(
      'authority',
      `${name} ${path}: expected a file with certificates, found ${found}; correct or unset it`,
      {
        cause: error,
      },
    );
  }
}

/** Whom the agent trusts is not for others to say. */
function ofAgent({ readOwned }: Machine, { tree, layout }: AgentTree): string[] {
  return relocatedFolders(tree, layout, 'certs', [AGENT_CERTIFICATE]).flatMap((folder) => {
    const { path, shown } = tree.below(folder.place, AGENT_CERTIFICATE);
    const file = readOwned(path, LARGEST);
    if (file.kind === 'refused') throw new EndpointError('authority', `${shown}: ${file.message}`);
    return file.kind === 'text' ? certificatesIn(file.text, shown) : [];
  });
}

function certificatesIn(text: string, place: string): string[] {
  const certificates = blocksIn(text, place);
  const broken = certificates.findIndex((certificate) => !isCertificate(certificate));
  if (broken === -1) return certificates;
  throw refused(place, `that number ${broken + 1} is none`);
}

function blocksIn(text: string, place: string): string[] {
  const blocks = text.match(CERTIFICATE);
  if (blocks === null) throw refused(place, 'none');
  return blocks;
}

function refused(place: string, found: string): EndpointError {
  const message = `${place}: expected certificates in PEM, found ${found}; correct or unset it`;
  return new EndpointError('authority', message);
}

function isCertificate(text: string): boolean {
  try {
    return new X509Certificate(text).raw.length > 0;
  } catch {
    return false;
  }
}
