import { spawn } from 'node:child_process';
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { NetworkError } from '../../src/platform/network.ts';
import { nodeNetwork } from '../../src/platform/node-network.ts';

const open: { close(): unknown }[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  open.push({ close: () => server.closeAllConnections() ?? server.close() });
  return addressOf(server);
}

async function addressOf(server: Pick<Server, 'listen' | 'address'>): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const ask = (url: string, timeout = 2000) =>
  nodeNetwork().request({ method: 'GET', url, headers: { 'x-one': '1' }, timeout });

async function troubleOf(url: string, timeout?: number): Promise<string> {
  const error = await ask(url, timeout).catch((caught: unknown) => caught);
  return error instanceof NetworkError ? error.trouble : String(error);
}

test('gives status and body, and follows no redirect', async () => {
  const url = await serve((request, response) => {
    response.writeHead(302, { location: '/other' }).end(`${request.method} ${request.headers['x-one']}`);
  });
  expect(await ask(url)).toEqual({ status: 302, body: 'GET 1' });
});

test('tells nobody there from nobody answering', async () => {
  const server = createTcpServer();
  const gone = await addressOf(server as unknown as Server);
  await new Promise((resolve) => server.close(resolve));
  expect(await troubleOf(gone)).toBe('unreachable');
  expect(await troubleOf(await serve(() => undefined), 200)).toBe('unanswered');
});

test('refuses an answer that breaks off or does not end', async () => {
  expect(await troubleOf(await serve((_request, response) => void response.destroy()))).toBe('broken');
  const endless = await serve((_request, response) => void response.end('x'.repeat(70_000)));
  expect(await troubleOf(endless)).toBe('broken');
});

test('goes through no proxy, whatever Node is told to use', async () => {
  const proxied: string[] = [];
  const proxy = await serve((request, response) => {
    proxied.push(request.url ?? '');
    response.end('by the proxy');
  });
  const url = await serve((_request, response) => void response.end('direct'));
  const script = `
    const { nodeNetwork } = await import(${JSON.stringify(new URL('../../src/platform/node-network.ts', import.meta.url).href)});
    const question = { method: 'GET', url: ${JSON.stringify(url)}, headers: {}, timeout: 5000 };
    process.stdout.write((await nodeNetwork().request(question)).body);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    env: {
      ...process.env,
      NODE_USE_ENV_PROXY: '1',
      HTTP_PROXY: proxy,
      http_proxy: proxy,
      NO_PROXY: '',
      no_proxy: '',
    },
  });
  let output = '';
  child.stdout.on('data', (part) => {
    output += part;
  });
  await new Promise((resolve) => child.on('close', resolve));
  expect(output).toBe('direct');
  expect(proxied).toEqual([]);
});
