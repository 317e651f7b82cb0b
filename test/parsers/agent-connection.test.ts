import { expect, test } from 'vitest';
import { parseAgentConnection } from '../../parsers/agent-connection.ts';

test('takes what is set, in any case of the keys', () => {
  const text = JSON.stringify({
    ssm: { endpoint: 'vpce-1.ssm.eu-west-1.vpce.amazonaws.com' },
    Agent: { Region: 'eu-west-1', ServiceDomain: 'amazonaws.com' },
    Profile: { ShareProfile: 'ssm' },
    Identity: { ConsumptionOrder: ['EC2', 'OnPrem'] },
  });
  expect(parseAgentConnection(text)).toEqual({
    ok: true,
    value: {
      ssmEndpoint: 'vpce-1.ssm.eu-west-1.vpce.amazonaws.com',
      region: 'eu-west-1',
      serviceDomain: 'amazonaws.com',
      shareProfile: 'ssm',
      identityOrder: ['EC2', 'OnPrem'],
    },
  });
});

test('leaves to the defaults what is empty, as in the template', () => {
  const text = '{"Profile":{"ShareCreds":true},"Ssm":{"Endpoint":""},"Agent":{"Region":""},"Identity":{}}';
  expect(parseAgentConnection(text)).toMatchObject({
    value: { ssmEndpoint: null, region: null, serviceDomain: null, shareProfile: null, identityOrder: null },
  });
  expect(parseAgentConnection('{').ok).toBe(false);
});
