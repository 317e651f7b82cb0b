import { parseObject, textOf } from '../../../parsers/state/json.ts';
import { parseInstant } from '../../../parsers/state/time.ts';
import { type AwsCredentials, credentialsOf } from './credentials.ts';

/** What the metadata of an instance and the service of a container answer: keys, or in words why there are none. */
export function credentialsIn(text: string): AwsCredentials | string {
  const parsed = parseObject(text);
  if (!parsed.ok) return parsed.detail;
  const { AccessKeyId, SecretAccessKey, Token, Expiration, Code } = parsed.value;
  const code = textOf(Code);
  if (code !== null && code !== 'Success') return `the answer is ${JSON.stringify(code.slice(0, 60))}`;
  const id = textOf(AccessKeyId);
  const secret = textOf(SecretAccessKey);
  if (id === null || secret === null) return 'the answer holds no keys';
  return credentialsOf(id, secret, textOf(Token), parseInstant(Expiration));
}
