import { createSocket } from 'node:dgram';
import { readFileSync } from 'node:fs';
import { createServer as createHttp, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { connect, createServer as createTcp } from 'node:net';
import { BLACK_HOLE, NO_ROUTE, NODE, PROXY, REGION, type Scenario, SERVED } from './scenario.ts';

/**
 * The world around a node, in a network namespace of its own: name server, metadata, the services of AWS and a proxy.
 * node serve.ts SCENARIO.json
 */
const [file = ''] = process.argv.slice(2);
const { key, cert, ...scenario }: Scenario & { key: string; cert: string } = JSON.parse(
  readFileSync(file, 'utf8'),
);
const ADDRESSES = { served: SERVED, refused: SERVED, 'black-hole': BLACK_HOLE, 'no-route': NO_ROUTE };
const target = ADDRESSES[scenario.address ?? 'served'];

if (scenario.network !== 'none') await Promise.all([serveNames(), serveMetadata(), serveAws(), serveProxy()]);
process.stdout.write('ready\n');
// Until it is ended, even where it serves nothing.
setInterval(() => undefined, 60_000);

async function listen(
  server: { listen(port: number, host: string, done: () => void): unknown },
  port: number,
  host: string,
) {
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
}

async function serveNames(): Promise<void> {
  if (scenario.dns === 'none') return;
  const socket = createSocket('udp4');
  socket.on('message', (question, from) => {
    if (scenario.dns !== 'silent') socket.send(answerTo(question), from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(53, '127.0.0.1', resolve));
}

/** RFC 1035: the head, the question as it came, and one address. */
function answerTo(question: Buffer): Buffer {
  let at = 12;
  const labels: string[] = [];
  for (let length = question[at] ?? 0; length > 0; length = question[at] ?? 0) {
    labels.push(question.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  const end = at + 5;
  const isA = question.readUInt16BE(at + 1) === 1;
  const isUnknown = scenario.dns === 'nxdomain';
  const head = Buffer.from(question.subarray(0, 12));
  head.writeUInt16BE(isUnknown ? 0x8183 : 0x8180, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(isA && !isUnknown ? 1 : 0, 6);
  head.writeUInt32BE(0, 8);
  const asked = question.subarray(12, end);
  if (!isA || isUnknown) return Buffer.concat([head, asked]);
  const isLost = scenario.sts === 'black-hole' && labels[0] === 'sts';
  const address = Buffer.from((isLost ? BLACK_HOLE : target).split('.').map(Number));
  return Buffer.concat([head, asked, Buffer.from('c00c00010001000000050004', 'hex'), address]);
}

async function serveMetadata(): Promise<void> {
  const { imds = 'ok' } = scenario;
  if (imds === 'absent') return;
  const server = createHttp((request, response) => {
    if (imds === 'hanging') return;
    const [status, body] = metadataFor(request, imds);
    response.writeHead(status).end(body);
  });
  await listen(server, 80, '169.254.169.254');
}

function metadataFor({ method, url = '', headers }: IncomingMessage, imds: string): [number, string] {
  if (imds === 'forbidden') return [403, ''];
  if (imds === 'unauthorized') return [method === 'PUT' ? 200 : 401, 'token=='];
  if (method === 'PUT') return [200, 'token=='];
  if (headers['x-aws-ec2-metadata-token'] !== 'token==' && imds !== 'two-versions') return [401, ''];
  const roles = '/latest/meta-data/iam/security-credentials/';
  if (url === '/latest/dynamic/instance-identity/document')
    return [200, JSON.stringify({ instanceId: NODE, region: REGION })];
  if (url === '/latest/meta-data/instance-id') return [200, NODE];
  if (url === '/latest/meta-data/placement/region') return [200, REGION];
  if (url === roles && imds !== 'no-role') return [200, 'NodeRole'];
  if (url === `${roles}NodeRole`) return [200, JSON.stringify(credentials(imds))];
  return [404, ''];
}

function credentials(imds: string): object {
  if (imds === 'not-assumable')
    return { Code: 'AssumeRoleUnauthorizedAccess', Message: 'EC2 cannot assume the role' };
  return {
    ...{
      Code: 'Success',
      AccessKeyId: 'ASIASYNTHETIC0000001',
      SecretAccessKey: 'c2VjcmV0',
      Token: 'dG9rZW4=',
    },
    Expiration: new Date(Date.now() + (scenario.credentialsLast ?? 3_600_000)).toISOString(),
  };
}

async function serveAws(): Promise<void> {
  if (scenario.address !== undefined && scenario.address !== 'served') return;
  if (scenario.tls === 'silent')
    return listen(
      createTcp((socket) => socket.on('error', () => undefined)),
      443,
      SERVED,
    );
  const server = createHttps({ key, cert }, (request, response) => {
    request.resume();
    request.on('end', () => answerOf(request, response));
  });
  await listen(server, 443, SERVED);
}

type Refusal = readonly [status: number, name: string, message: string];

const REFUSALS: Readonly<Record<string, Refusal>> = {
  expired: [400, 'ExpiredTokenException', 'The security token included in the request is expired'],
  'unknown-token': [
    400,
    'UnrecognizedClientException',
    'The security token included in the request is invalid.',
  ],
  throttled: [400, 'ThrottlingException', 'Rate exceeded'],
  down: [500, 'InternalServerError', 'An error occurred'],
  denied: [
    400,
    'AccessDeniedException',
    `User: arn:aws:sts::123456789012:assumed-role/NodeRole/${NODE} is not authorized to perform: ssm:ListInstanceAssociations on resource: * because no identity-based policy allows the ssm:ListInstanceAssociations action`,
  ],
  'explicitly-denied': [
    400,
    'AccessDeniedException',
    'User: x is not authorized to perform: ssm:ListInstanceAssociations with an explicit deny in a service control policy',
  ],
  'endpoint-policy': [
    400,
    'AccessDeniedException',
    'User: x is not authorized to perform: ssm:ListInstanceAssociations because no VPC endpoint policy allows the ssm:ListInstanceAssociations action',
  ],
};

function answerOf({ method, url = '', headers }: IncomingMessage, response: ServerResponse): void {
  response.sendDate = false;
  const ahead = scenario.clockAhead ?? 0;
  response.setHeader('date', new Date(Date.now() + ahead).toUTCString());
  const host = headers.host ?? '';
  if (method === 'GET' && url.endsWith('/latest/VERSION')) {
    const { s3 = 'ok' } = scenario;
    if (s3 !== 'filtered') response.setHeader('x-amz-request-id', 'SYNTHETIC0000001');
    response.writeHead(s3 === 'ok' ? 200 : 403).end('3.3.987.0');
    return;
  }
  if (method === 'GET' && url.startsWith('/debian/')) {
    response.writeHead({ ok: 200, denied: 403, missing: 404 }[scenario.repository ?? 'ok']).end('x');
    return;
  }
  const isSts = host.startsWith('sts.');
  const refusal: Refusal | undefined =
    Math.abs(ahead) > 300_000
      ? [
          403,
          isSts ? 'SignatureDoesNotMatch' : 'InvalidSignatureException',
          'Signature expired: is now earlier than',
        ]
      : REFUSALS[scenario.aws ?? 'ok'];
  const isOfTokens = /expired|unknown/.test(scenario.aws ?? '') || Math.abs(ahead) > 300_000;
  if (headers.authorization === undefined) response.writeHead(400).end();
  else if (isSts && (refusal === undefined || !isOfTokens))
    response
      .writeHead(200)
      .end(
        `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:sts::123456789012:assumed-role/NodeRole/${NODE}</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>`,
      );
  else if (refusal === undefined) response.writeHead(200).end('{"Associations":[]}');
  else if (isSts)
    response
      .writeHead(refusal[0])
      .end(
        `<ErrorResponse><Error><Code>${refusal[1].replace(/Exception$/, '')}</Code><Message>${refusal[2]}</Message></Error></ErrorResponse>`,
      );
  else response.writeHead(refusal[0]).end(JSON.stringify({ __type: refusal[1], message: refusal[2] }));
}

async function serveProxy(): Promise<void> {
  const { proxy } = scenario;
  if (proxy === undefined || proxy === 'refused') return;
  const server = createHttp();
  server.on('connect', (_request, client) => {
    client.on('error', () => undefined);
    if (proxy === '407') {
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Basic realm="x"\r\n\r\n');
      return;
    }
    const onward = connect(443, SERVED, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.pipe(client).pipe(onward);
    });
    onward.on('error', () => client.destroy());
  });
  const [host = '', port = ''] = PROXY.split(':');
  await listen(server, Number(port), host);
}
