import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redact } from '../../src/diagnosis/redaction.ts';

// Built at run time, so that no scanner of this repository takes them for leaked ones.
const KEY_ID = `AKIA${'SYNTHETIC0'.repeat(2).slice(0, 16)}`;
const SECRET = 'synthetic/SECRET+key0123456789abcdefABCD';

describe('redact', () => {
  test.each([
    ['an access key id', `key ${KEY_ID} is not active`, KEY_ID],
    ['a temporary access key id', `key ASIA${KEY_ID.slice(4)}`, `ASIA${KEY_ID.slice(4)}`],
    ['a secret key in a credentials file', `aws_secret_access_key = ${SECRET}`, SECRET],
    ['a secret key in JSON', `{"SecretAccessKey":"${SECRET}"}`, SECRET],
    ['a session token in the environment', `AWS_SESSION_TOKEN=${SECRET}`, SECRET],
    ['a security token', `"securityToken": "${SECRET}"`, SECRET],
    ['a password', 'password=hunter2-synthetic', 'hunter2-synthetic'],
    ['a password in JSON', '{"password": "hunter2-synthetic"}', 'hunter2-synthetic'],
    ['a password in quotes, with blanks', 'password: "hunter2 with blanks"', 'with blanks'],
    [
      'a password in JSON within JSON',
      String.raw`"{\"password\": \"hunter2-synthetic\"}"`,
      'hunter2-synthetic',
    ],
    ['a secret key in JSON within JSON', String.raw`{\"SecretAccessKey\":\"${SECRET}\"}`, SECRET],
    [
      'a web token',
      `got ${['eyJzeW50aGV0aWM', 'eyJzeW50aGV0aWM', 'c2lnbmF0dXJl'].join('.')} back`,
      'eyJzeW50aGV0aWM',
    ],
    ['a token of a forge', `remote: ghp_${'synthetic'.repeat(4)} refused`, 'syntheticsynthetic'],
    ['a token', 'token: synthetic-token-1', 'synthetic-token-1'],
    ['an API key', 'api_key=synthetic-key-1', 'synthetic-key-1'],
    ['an activation code', 'ActivationCode: "synthetic-code-1"', 'synthetic-code-1'],
    [
      'a code on the command line',
      'amazon-ssm-agent -register -code "synthetic-code-1" -id 1',
      'synthetic-code-1',
    ],
    ['a password on the command line', 'run --password hunter2-synthetic', 'hunter2-synthetic'],
    ['an Authorization header', 'Authorization: Basic c3ludGhldGljOnN5bnRoZXRpYw==', 'c3ludGhldGlj'],
    [
      'a signature of AWS',
      `Authorization: AWS4-HMAC-SHA256 Credential=${KEY_ID}/20261120, Signature=feed0123feed0123feed`,
      'feed0123feed',
    ],
    ['a bearer token', 'sent Bearer synthetic.token.value-1', 'synthetic.token.value-1'],
    [
      'a presigned URL',
      'https://b.s3.amazonaws.com/k?X-Amz-Signature=feed0123feed&X-Amz-Expires=1',
      'feed0123feed',
    ],
    [
      'a token in a presigned URL',
      'https://b.s3.amazonaws.com/k?X-Amz-Security-Token=SYNTHETICtoken%2B1&x=1',
      'SYNTHETICtoken',
    ],
    ['a password in a URL', 'proxy http://user:synthetic-pw@proxy.example:3128', 'synthetic-pw'],
    [
      'a private key',
      '-----BEGIN RSA PRIVATE KEY-----\nsynthetickeydata\n-----END RSA PRIVATE KEY-----',
      'synthetickeydata',
    ],
    [
      'a web token behind a name',
      `jwt-${['eyJzeW50aGV0aWM', 'eyJzeW50aGV0aWM', 'c2lnbmF0dXJl'].join('.')}`,
      'eyJzeW50aGV0aWM',
    ],
    [
      'a private key that other text follows',
      `-----BEGIN PRIVATE KEY-----\nsynthetickeydata\n${'and so on\n'.repeat(1000)}`,
      'synthetickeydata',
    ],
    [
      'a large private key',
      `-----BEGIN PRIVATE KEY-----\n${'keydata\n'.repeat(800)}synthetickeydata\n-----END PRIVATE KEY-----`,
      'synthetickeydata',
    ],
    ['a private key that was cut', '-----BEGIN PRIVATE KEY-----\nsynthetickeydata', 'synthetickeydata'],
  ])('hides %s', (_what, text, secret) => {
    const clean = redact(text);
    expect(clean).not.toContain(secret);
    expect(clean).toContain('[redacted]');
  });

  test('leaves the name of what it hides, and what stands around it', () => {
    expect(redact('user=me password=hunter2-synthetic host=db')).toBe('user=me password=[redacted] host=db');
    expect(redact('via http://user:synthetic-pw@proxy.example:3128/x')).toBe(
      'via http://user:[redacted]@proxy.example:3128/x',
    );
    const key = '-----BEGIN PRIVATE KEY-----\nsynthetickeydata\n-----END PRIVATE KEY-----';
    expect(redact(`one ${key} two ${key} three`)).toBe(
      'one -----BEGIN PRIVATE KEY-----[redacted]-----END PRIVATE KEY----- two -----BEGIN PRIVATE KEY-----[redacted]-----END PRIVATE KEY----- three',
    );
  });

  test.each([
    'E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 4711 (unattended-upgr)',
    'Post "https://ssm.eu-west-1.amazonaws.com/": dial tcp 10.0.0.5:443: i/o timeout',
    'AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role/role/i-0synthetic0000001 is not authorized to perform: ssm:UpdateInstanceInformation',
    'ExpiredTokenException: The security token included in the request is expired',
    'Failed to refresh the token of the instance profile',
    'UnrecognizedClientException: The security token included in the request is invalid.',
    'Curl error (22): The requested URL returned error: 403 for https://al2023-repos-eu-west-1-de612dc2.s3.dualstack.eu-west-1.amazonaws.com/core/mirrors',
    'Error code: 0x80072EE2, exit status 156',
    'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    'Bearer of bad news',
    'The password of the user has expired',
    'git clone ssh://git@example.com:22/repo',
  ])('leaves alone: %s', (text) => {
    expect(redact(text)).toBe(text);
  });

  test('hides a secret whatever stands around it', () => {
    const around = fc.string({ unit: 'binary', maxLength: 60 });
    fc.assert(
      fc.property(
        around,
        around,
        fc.constantFrom('password=', 'aws_secret_access_key = ', 'Authorization: '),
        (before, after, name) => {
          expect(redact(`${before}\n${name}${SECRET}\n${after}`)).not.toContain(SECRET);
        },
      ),
    );
  });

  test.each([
    'password=',
    'token: ',
    'Bearer x',
    '//a:',
    'http://a:b',
    '-----BEGIN PRIVATE KEY-----',
    '-----BEGIN PRIVATE KEY-----a',
    'AKIA',
    'Authorization: ',
    'aws_secret_access_key = a',
    'a',
    ' ',
    '/',
    '-----BEGIN ',
    'eyJ-',
    'eyJsynthetic0.',
    'eyJsynthetic0.eyJ-',
    'ghp_',
    'password="',
    'Signature=',
  ])('takes no longer than two seconds for 1 MB of %j', (piece) => {
    const text = piece.repeat(Math.ceil(1_000_000 / piece.length));
    const began = performance.now();
    redact(text);
    expect(performance.now() - began).toBeLessThan(2000);
  });
});
