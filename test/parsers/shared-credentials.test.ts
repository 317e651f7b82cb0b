import { expect, test } from 'vitest';
import { parseSharedCredentials } from '../../parsers/shared-credentials.ts';

test('reads sections as the AWS tools do', () => {
  const text = `; of the agent
aws_access_key_id = nowhere
[default]
AWS_Access_Key_Id = AKIDEXAMPLE
aws_secret_access_key=abc/def+gh== # a comment
aws_session_token = a=b#c
s3 =
  max_concurrent_requests = 20
[profile  dev]\r
region = eu-west-1\r
[default]
region = us-east-1
`;
  const plain = [...parseSharedCredentials(text)].map(([name, section]) => [
    name,
    Object.fromEntries(section),
  ]);
  expect(Object.fromEntries(plain)).toEqual({
    default: {
      aws_access_key_id: 'AKIDEXAMPLE',
      aws_secret_access_key: 'abc/def+gh==',
      aws_session_token: 'a=b#c',
      s3: '',
      region: 'us-east-1',
    },
    'profile dev': { region: 'eu-west-1' },
  });
});
