import { writeFileSync } from 'node:fs';
import { type AddressInfo, connect, type Server } from 'node:net';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeAws, startFakeAws } from '../fake-aws/server.ts';
import { complianceOf } from '../fake-aws/state/state.ts';
import { selfSigned } from '../support/authority.ts';
import { type FakeProxy, startFakeProxy } from '../support/fake-proxy.ts';
import { NODE } from '../support/identity-files.ts';
import { bundle, type Ended, REGION, ReportingNode } from './reporting-node.ts';

const HOST = 'ssm.test.example';
const { key, cert } = selfSigned([HOST]);
const made = bundle();

let aws: FakeAws;
let node: ReportingNode;
let tls: Server;
let proxy: FakeProxy;
let authority = '';
beforeEach(async () => {
  aws = await startFakeAws({ node: { id: NODE, region: REGION } });
  tls = await terminateTls(Number(new URL(aws.url).port));
  proxy = await startFakeProxy({ [`${HOST}:443`]: (tls.address() as AddressInfo).port });
  node = new ReportingNode(made);
  node.share(aws.credentials);
  authority = join(node.root, 'authority.pem');
  writeFileSync(authority, cert);
});
afterEach(async () => {
  tls.close();
  await proxy[Symbol.asyncDispose]();
  await aws.close();
});

const report = (env: Readonly<Record<string, string>>, host = HOST): Promise<Ended> =>
  node.report(['--to', 'compliance', '--endpoint', `https://${host}`, '--deadline', '3s'], env);
const oneLine = (text: string): string => text.replace(/\s+/g, ' ');

describe('behind a proxy', () => {
  it.each(['NODE_EXTRA_CA_CERTS', 'AWS_CA_BUNDLE'])('it delivers, with the authority of %s', async (name) => {
    const { status, stderr } = await report({ https_proxy: proxy.url, [name]: authority });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(proxy.asked).toEqual([`CONNECT ${HOST}:443`]);
    expect(complianceOf(aws.state, 'Custom:SsmDoctor', NODE)).toBeDefined();
  });

  it('gives the proxy its user and password, and prints neither', async () => {
    const url = new URL(proxy.url);
    url.username = 'somebody';
    url.password = 'hunter2';
    const { status } = await report({ HTTPS_PROXY: url.href, AWS_CA_BUNDLE: authority });
    expect(status).toBe(0);
    expect(proxy.authorizations).toEqual([`Basic ${Buffer.from('somebody:hunter2').toString('base64')}`]);
    const { stdout, stderr } = await report(
      { HTTPS_PROXY: url.href, AWS_CA_BUNDLE: authority },
      'other.test.example',
    );
    expect(`${stdout}${stderr}`).not.toContain('hunter2');
    expect(oneLine(stdout)).toMatch(
      /the proxy 127\.0\.0\.1:\d+ does not let us reach https:\/\/other\.test\.example \(502\)/,
    );
    expect(node.spooled()).toHaveLength(1);
  });

  it('says that a certificate is not accepted', async () => {
    const { status, stdout } = await report({ https_proxy: proxy.url });
    expect(status).toBe(1);
    expect(oneLine(stdout)).toMatch(
      /the certificate of https:\/\/ssm\.test\.example is not accepted \(DEPTH_ZERO_SELF_SIGNED_CERT\)/,
    );
    expect(aws.requests).toEqual([]);
  });

  it('names the proxy when it is not there', async () => {
    const { status, stdout } = await report({ https_proxy: 'http://127.0.0.1:1' });
    expect(status).toBe(1);
    expect(oneLine(stdout)).toContain('cannot be reached through the proxy 127.0.0.1:1 (ECONNREFUSED)');
  });
});

/** Takes TLS off what goes to the test service. */
async function terminateTls(port: number): Promise<Server> {
  const server = createServer({ key, cert }, (client) => {
    const onward = connect(port, '127.0.0.1');
    client.pipe(onward).pipe(client);
    client.on('error', () => onward.destroy());
    onward.on('error', () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
