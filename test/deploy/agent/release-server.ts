import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a path answers: the file, a file that breaks off in the middle, one that never ends, or a redirect. */
export type Answer =
  | { readonly kind: 'file'; readonly body: string }
  | { readonly kind: 'cut'; readonly body: string }
  | { readonly kind: 'endless'; readonly body: string }
  | { readonly kind: 'redirect'; readonly to: string };

export interface ReleaseServer {
  readonly url: string;
  /** The certificate that clients have to trust; beside it, with `.wgetrc` behind, settings that make wget trust it. */
  readonly certificate: string;
  readonly answers: Map<string, Answer>;
  /** The paths asked for, in order. */
  readonly asked: string[];
  close(): Promise<void>;
}

/** A server of released files over real TLS, on this machine only, with a certificate of its own. */
export async function startReleaseServer(): Promise<ReleaseServer> {
  const folder = mkdtempSync(join(tmpdir(), 'release-server-'));
  const certificate = join(folder, 'certificate.pem');
  const key = join(folder, 'key.pem');
  makeCertificate(certificate, key);
  writeFileSync(`${certificate}.wgetrc`, `ca_certificate = ${certificate}\n`);
  const answers = new Map<string, Answer>();
  const asked: string[] = [];
  const server = createServer(
    { cert: readFileSync(certificate), key: readFileSync(key) },
    (request, response) => {
      const path = request.url ?? '';
      asked.push(path);
      const answer = answers.get(path);
      if (answer === undefined) response.writeHead(404).end();
      else if (answer.kind === 'redirect') response.writeHead(302, { location: answer.to }).end();
      else if (answer.kind === 'file') response.end(answer.body);
      else if (answer.kind === 'endless') response.write(answer.body);
      else {
        response.writeHead(200, { 'content-length': String(answer.body.length) });
        response.write(answer.body.slice(0, answer.body.length / 2), () => response.destroy());
      }
    },
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    await closed(server);
    rmSync(folder, { recursive: true });
  };
  return { url: `https://127.0.0.1:${port}`, certificate, answers, asked, close };
}

function makeCertificate(certificate: string, key: string): void {
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const files = ['-keyout', key, '-out', certificate];
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '2',
      ...subject,
      ...files,
    ],
    {
      stdio: 'ignore',
    },
  );
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
