import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { CommandDocument } from '../../../build-scripts/deploy/command-document.ts';
import type { Agent } from './interpolation.ts';
import { fakeProgram, sha256, type TestNode } from './node.ts';
import type { ParameterValues } from './parameters.ts';
import type { ReleaseServer } from './release-server.ts';
import { runDocument, type StepResult } from './run.ts';

/** The document as it is shipped. */
export const DOCUMENT = parse(readFileSync('deploy/document/ssm-doctor.yaml', 'utf8')) as CommandDocument;

/** The file's path on the server, below the source. */
export function pathOf(version: string): string {
  const architecture = process.arch === 'arm64' ? 'arm64' : 'x64';
  return `/releases/${version}/ssm-doctor-${version}-linux-${architecture}`;
}

/** Puts a version on the server and gives the parameters that ask for it. */
export function release(
  server: ReleaseServer,
  version: string,
  body = fakeProgram(version),
): ParameterValues {
  server.answers.set(pathOf(version), { kind: 'file', body });
  return asking(server, version, sha256(body));
}

export function asking(server: ReleaseServer, version: string, checksum: string): ParameterValues {
  const architecture = process.arch === 'arm64' ? 'Arm64' : 'X64';
  return { source: `${server.url}/releases`, version, [`sha256Linux${architecture}`]: checksum };
}

/** Runs the document as a Linux node's agent does, and gives what its step came to. */
export async function runOn(
  node: TestNode,
  server: ReleaseServer,
  given: ParameterValues,
  agent: Agent = 'variables',
  environment: Readonly<Record<string, string>> = {},
  document: CommandDocument = DOCUMENT,
  started?: (group: number) => void,
): Promise<StepResult> {
  const results = await runDocument(document, given, {
    platform: 'Linux',
    agent,
    relocate: node.relocate,
    ...(started === undefined ? {} : { started }),
    environment: {
      PATH: node.path,
      CURL_CA_BUNDLE: server.certificate,
      SSL_CERT_FILE: server.certificate,
      WGETRC: `${server.certificate}.wgetrc`,
      ...environment,
    },
  });
  const [linux] = results.filter((result) => result.outcome !== 'skipped');
  if (linux === undefined) throw new Error('no step was run');
  return linux;
}
