import { SSMClient, type SSMClientConfig } from '@aws-sdk/client-ssm';
import type { FakeCredentials } from '../access/keys.ts';
import type { FakeAws } from '../server.ts';

/** The SDK's client, as the node or as a person, with one attempt unless told otherwise. */
export function sdkClient(
  fake: FakeAws,
  credentials: FakeCredentials = fake.credentials,
  settings: SSMClientConfig = {},
): SSMClient {
  return new SSMClient({
    endpoint: fake.url,
    region: fake.node.region,
    credentials,
    maxAttempts: 1,
    ...settings,
  });
}
