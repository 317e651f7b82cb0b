import { X509Certificate } from 'node:crypto';
import { resolve } from 'node:path';
import { variable } from '../../platform/environment.ts';
import { FilesError } from '../../platform/files.ts';
import type { Machine } from '../../platform/machine.ts';
import { readHead } from '../../sources/head.ts';
import { relocatedFolders } from '../../sources/relocated.ts';
import type { AgentTree } from '../identity/agent-tree.ts';
import { EndpointError } from './endpoint-error.ts';

const VARIABLES = ['NODE_EXTRA_CA_CERTS', 'AWS_CA_BUNDLE'];
const AGENT_CERTIFICATE = 'amazon-ssm-agent.crt';
/** The bundle of a distribution is a quarter of a megabyte. */
const LARGEST = 4 * 1024 * 1024;
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/**
 * Certificates in PEM that are to be trusted besides those of Node: of the variables of Node and of the AWS tools, and
 * of a relocated agent. Null without any. Node itself reads its variable only when it starts, and goes on without a
 * file that it cannot read.
 *
 * @throws EndpointError where one is named that cannot be used
 */
export function extraAuthorities(machine: Machine, agent: AgentTree): string | null {
  const named = VARIABLES.flatMap((name) => {
    const path = variable(machine.environment, name);
    return path === null ? [] : certificatesIn(textAt(path, name, machine), `${name} ${path}`);
  });
  const certificates = [...new Set([...named, ...ofAgent(machine, agent)])];
  return certificates.length === 0 ? null : `${certificates.join('\n')}\n`;
}

function textAt(path: string, name: string, { files }: Machine): string {
  try {
    const head = readHead(files, files.resolve(resolve(path)), LARGEST);
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
  const certificates = text.match(CERTIFICATE) ?? [];
  const broken = certificates.findIndex((certificate) => !isCertificate(certificate));
  if (certificates.length > 0 && broken === -1) return certificates;
  const found = broken === -1 ? 'none' : `that number ${broken + 1} is none`;
  throw new EndpointError(
    'authority',
    `${place}: expected certificates in PEM, found ${found}; correct or unset it`,
  );
}

function isCertificate(text: string): boolean {
  try {
    return new X509Certificate(text).raw.length > 0;
  } catch {
    return false;
  }
}
