import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTls } from 'node:tls';
import { afterEach, describe, expect, test } from 'vitest';
import { nodeReach, type ReachOptions } from '../../src/platform/node-reach.ts';
import type { Reached, Target } from '../../src/platform/reach.ts';
import { authority, type Pem } from '../support/authority.ts';
import { startFakeProxy } from '../support/fake-proxy.ts';

const HOST = 'ssm.eu-west-1.amazonaws.com';
const CA = authority('Amazon of a test');
const servers: Server[] = [];
const sockets = new Set<Socket>();
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
});

/** Listens on the loopback, and gives the port. */
async function listening(server: Server): Promise<number> {
  servers.push(server);
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function tlsPort(pem: Pem, answer = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'): Promise<number> {
  return listening(
    createTls({ key: pem.key, cert: pem.cert }, (socket) => {
      socket.on('error', () => undefined);
      socket.on('data', () => socket.write(answer));
    }),
  );
}

function reach(port: number, more: Partial<Target> = {}, options?: ReachOptions): Promise<Reached> {
  return nodeReach(options).reach({
    ...{ host: HOST, port, isTls: true, known: ['127.0.0.1'], proxy: null },
    ...{ authorities: CA.cert, ask: null, limit: 400 },
    ...more,
  });
}

describe('reach', () => {
  test('tells the chain, the answer and the time of who answers', async () => {
    const date = new Date(Date.now() + 3_600_000).toUTCString();
    const port = await tlsPort(
      CA.issue([HOST]),
      `HTTP/1.1 200 OK\r\ndate: ${date}\r\ncontent-length: 2\r\n\r\nok`,
    );
    const found = await reach(port, { ask: { method: 'GET', path: '/', headers: {}, body: '' } });
    expect(found.trouble).toBeNull();
    expect(found.tls).toMatchObject({ protocol: 'TLSv1.3', refusal: null });
    expect(found.tls?.chain[0]).toMatchObject({ subject: HOST, issuer: 'Amazon of a test' });
    expect(found.answer).toMatchObject({ status: 200, body: 'ok' });
    expect(Math.abs((found.answer?.clockAhead ?? 0) - 3_600_000)).toBeLessThan(1500);
  });

  test.each([
    'Example, Inc.',
    'a "name" with + < > ; = and \\',
    'Übergröße \u5b9d',
    '#1 of  many',
    'A=B, CN=C',
  ])('gives the name %j as it was given', async (name) => {
    const port = await tlsPort(authority(name).issue([HOST]));
    const { tls } = await reach(port);
    expect(tls?.refusal).not.toBeNull();
    expect(tls?.chain[0]).toMatchObject({ subject: HOST, issuer: name });
  });

  test('takes a certificate without a name of its own', async () => {
    const port = await tlsPort(CA.issue([]));
    const { tls } = await reach(port);
    expect(tls?.refusal).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
    expect(tls?.chain[0]).toMatchObject({ subject: '', issuer: 'Amazon of a test' });
  });

  test.skipIf(process.platform !== 'linux')('trusts the store of the system where that is used', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'store-'));
    try {
      writeFileSync(join(folder, 'store.pem'), CA.cert);
      // Where OpenSSL, and so Node, looks for the store of Linux.
      process.env.SSL_CERT_FILE = join(folder, 'store.pem');
      const port = await tlsPort(CA.issue([HOST]));
      expect((await reach(port, { authorities: null }, { usesStore: true })).trouble).toBeNull();
      expect((await reach(port, { authorities: null }, { usesStore: false })).trouble).not.toBeNull();
    } finally {
      delete process.env.SSL_CERT_FILE;
      rmSync(folder, { recursive: true });
    }
  });

  test.each([
    [
      'an authority that nobody trusts',
      () => authority('Some Gateway').issue([HOST]),
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    ],
    ['a certificate that ended', () => CA.issue([HOST], { to: '210101000000Z' }), 'CERT_HAS_EXPIRED'],
    ['one that has not begun', () => CA.issue([HOST], { from: '480101000000Z' }), 'CERT_NOT_YET_VALID'],
    ['one of another host', () => CA.issue(['example.com']), 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ])('tells %s, and who issued it', async (_name, pem, code) => {
    const found = await reach(await tlsPort(pem()));
    expect(found.trouble).toMatchObject({ stage: 'tls', code });
    expect(found.tls?.chain[0]?.issuer).not.toBe('');
  });

  test('tells who refuses, who is silent at which stage, and what is no HTTP', async () => {
    const silent = await listening(createServer());
    expect((await reach(1)).trouble).toMatchObject({ stage: 'connect', code: 'ECONNREFUSED' });
    expect((await reach(silent)).trouble).toMatchObject({ stage: 'tls', code: 'TIMEOUT' });
    const ask = { method: 'GET', path: '/', headers: {}, body: '' } as const;
    expect((await reach(silent, { isTls: false, ask })).trouble).toMatchObject({
      stage: 'ask',
      code: 'TIMEOUT',
    });
    const other = await listening(createServer((socket) => socket.end('SSH-2.0-x\r\n')));
    expect((await reach(other)).trouble).toMatchObject({ stage: 'tls' });
    expect((await reach(other, { isTls: false, ask })).trouble).toMatchObject({
      stage: 'ask',
      code: 'NOT_HTTP',
    });
  });

  test('goes through a proxy, and tells what it says', async () => {
    const port = await tlsPort(CA.issue([HOST]));
    await using proxy = await startFakeProxy({ [`${HOST}:${port}`]: port });
    const via = { host: '127.0.0.1', port: Number(new URL(proxy.url).port), authorization: 'Basic eDp5' };
    const found = await reach(port, { proxy: via });
    expect(found.trouble).toBeNull();
    expect(found).toMatchObject({ via: `127.0.0.1:${via.port}`, addresses: [] });
    expect(proxy.authorizations).toEqual(['Basic eDp5']);
    expect(JSON.stringify(found)).not.toContain('eDp5');
    expect((await reach(port + 1, { proxy: via })).trouble).toMatchObject({
      stage: 'proxy',
      code: 'STATUS_502',
    });
    expect((await reach(port, { proxy: { ...via, port: 1 } })).trouble).toMatchObject({
      stage: 'proxy',
      code: 'ECONNREFUSED',
    });
  });

  test('puts the pieces of an answer together', async () => {
    const answer = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n3.3\r\n5\r\n.9.87\r\n0\r\n\r\n';
    const port = await listening(createServer((socket) => socket.once('data', () => socket.write(answer))));
    const ask = { method: 'GET', path: '/', headers: {}, body: '' } as const;
    expect((await reach(port, { isTls: false, ask })).answer?.body).toBe('3.3.9.87');
  });

  test('leaves no connection open', async () => {
    const port = await tlsPort(CA.issue([HOST]));
    await reach(port);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect([...sockets].filter((socket) => !socket.destroyed && !socket.readableEnded)).toEqual([]);
  });
});
