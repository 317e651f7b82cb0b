import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcp, type Server } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { nodeReach } from '../../../src/platform/node-reach.ts';
import type { CheckOutcome } from '../../../src/report/check-report.ts';
import { startFakeProxy } from '../../support/fake-proxy.ts';
import { found, type Outputs } from './found.ts';

const open: { close(): unknown }[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

async function portOf(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(server);
  return (server.address() as AddressInfo).port;
}

/** A WSUS server that answers so to what Windows Update asks. */
const wsusPort = (status: number): Promise<number> =>
  portOf(createServer(({ url }, response) => void response.writeHead(url === SERVICE ? status : 400).end()));
const SERVICE = '/ClientWebService/client.asmx';

/** A port that nobody listens on. */
async function closedPort(): Promise<number> {
  const server = createTcp();
  const port = await portOf(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const values = (...lines: string[]) => ({
  stdout: `\r\nHKEY_LOCAL_MACHINE\\SOFTWARE\\Synthetic\r\n${lines.map((line) => `    ${line}\r\n`).join('')}\r\n`,
});
const POLICY = 'reg.exe query HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\WindowsUpdate';
const CONNECTIONS =
  'reg.exe query HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Connections';
const NOTHING: Outputs = { 'reg.exe query': { status: 1 } };

const usingWsus = (server: string): Outputs => ({
  [`${POLICY}\\AU`]: values('UseWUServer    REG_DWORD    0x1'),
  [POLICY]: values(`WUServer    REG_SZ    ${server}`),
});

/** The value as Windows writes it: version, counter, flags, and two texts with their lengths. */
function winHttpSettings(proxy: string, bypass = ''): Outputs {
  const number = (value: number): Buffer => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value);
    return bytes;
  };
  const text = (value: string): Buffer[] => [number(value.length), Buffer.from(value, 'latin1')];
  const parts = [number(0x28), number(0), number(proxy === '' ? 1 : 3), ...text(proxy), ...text(bypass)];
  return {
    [CONNECTIONS]: values(
      `WinHttpSettings    REG_BINARY    ${Buffer.concat(parts).toString('hex').toUpperCase()}`,
    ),
  };
}

const look = (name: string, outputs: Outputs): Promise<CheckOutcome> =>
  found(name, 'windows', { ...outputs, ...NOTHING }, {}, { reach: nodeReach() });

describe('the WSUS server', () => {
  test('answers, fails, or is not to be reached', async () => {
    const at = (port: number): Promise<CheckOutcome> => look('wsus', usingWsus(`http://127.0.0.1:${port}`));
    expect(await at(await wsusPort(200))).toMatchObject({ status: 'ok' });
    expect(await at(await wsusPort(503))).toMatchObject({ cause: 'WU_WSUS_ERROR' });
    expect(await at(await closedPort())).toMatchObject({ cause: 'NETWORK_CONNECTION_REFUSED' });
  });

  test('is named by no policy, or by one that names no address', async () => {
    expect(await look('wsus', {})).toMatchObject({ status: 'not-applicable' });
    expect(await look('wsus', usingWsus('wsus'))).toMatchObject({ cause: 'WU_POLICY_BLOCKED' });
  });

  test('is asked through the proxy of WinHTTP, unless that leaves it out', async () => {
    const server = 'wsus.synthetic.example:8530';
    await using proxy = await startFakeProxy({ [server]: await wsusPort(200) });
    const address = new URL(proxy.url).host;
    const by = (bypass: string): Promise<CheckOutcome> =>
      look('wsus', { ...usingWsus(`http://${server}`), ...winHttpSettings(address, bypass) });
    expect(await by('<local>')).toMatchObject({ status: 'ok' });
    expect(proxy.asked).toEqual([`GET http://${server}${SERVICE}`]);
    expect(await by('<local>;*.synthetic.example')).toMatchObject({
      cause: expect.stringMatching(/^NETWORK_/),
    });
    expect(proxy.asked).toHaveLength(1);
  });
});

describe('the proxy of WinHTTP', () => {
  test('is none, answers, or is gone', async () => {
    expect(await look('winhttp-proxy', winHttpSettings(''))).toMatchObject({ status: 'not-applicable' });
    expect(await look('winhttp-proxy', {})).toMatchObject({ status: 'not-applicable' });
    const port = await portOf(createTcp());
    expect(await look('winhttp-proxy', winHttpSettings(`127.0.0.1:${port}`))).toMatchObject({ status: 'ok' });
    const gone = winHttpSettings(`http=127.0.0.1:${await closedPort()}`, '<local>');
    expect(await look('winhttp-proxy', gone)).toMatchObject({ cause: 'NETWORK_PROXY_ERROR' });
  });

  test('is that of the agent where its service has none', async () => {
    const settings = winHttpSettings('proxy.synthetic.example:3128', '*.internal.example;<local>');
    expect((await look('proxy', settings)).facts).toContainEqual({ name: 'place', value: 'WinHTTP' });
    const own = 'Environment    REG_MULTI_SZ    https_proxy=http://own.synthetic.example:8080\\0no_proxy=x';
    const key = 'reg.exe query HKLM\\SYSTEM\\CurrentControlSet\\Services\\AmazonSSMAgent /v Environment';
    const { summary } = await look('proxy', { ...settings, [key]: values(own) });
    expect(summary).toContain('https_proxy: own.synthetic.example:8080');
  });
});
