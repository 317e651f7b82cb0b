import { describe, expect, it } from 'vitest';
import type { ProxyEnv } from '../../../src/aws/endpoint/proxy.ts';
import { explain } from '../../../src/delivery/service/explain.ts';
import type { Failure } from '../../../src/delivery/service/failure.ts';
import { duration } from '../../../src/delivery/service/times.ts';

const CONNECTION = { region: 'eu-west-1', endpoint: null, proxy: null };

describe('what is said about a failure', () => {
  it.each<[Partial<Failure>, string, RegExp]>([
    [
      {
        name: 'AccessDeniedException',
        message:
          'User: arn:aws:sts::123456789012:assumed-role/Web/i-0synthetic0000001 is not authorized to perform: ssm:PutComplianceItems on resource: *',
      },
      'not-allowed',
      /^arn:aws:sts::123456789012:assumed-role\/Web\/i-0synthetic0000001 may not call ssm:PutComplianceItems/,
    ],
    [{ name: 'InvalidResourceId' }, 'not-registered', /does not know i-0synthetic0000001/],
    [{ name: 'ComplianceTypeCountLimitExceededException' }, 'too-many-types', /name one of them with --type/],
    [
      { name: 'ItemSizeLimitExceededException', message: 'Compliance item can have up to 800 KB in total.' },
      'too-large',
      /800 KB in total.*--min-severity/,
    ],
    [{ name: 'ThrottlingException' }, 'throttled', /is throttling/],
    [{ name: 'InternalServerError', httpStatus: 500 }, 'service-failed', /failed: InternalServerError/],
    [{ name: 'ExpiredTokenException' }, 'credentials-expired', /SSM Agent/],
    [{ name: 'UnrecognizedClientException' }, 'credentials-unknown', /does not know these credentials/],
    [{ name: 'InvalidSignatureException', clockAhead: -3_780_000 }, 'clock', /is 1 h 3 min ahead, .*set it/],
    [{ name: 'InvalidSignatureException', clockAhead: 300 }, 'signature', /secret key is not the right one/],
    [
      {
        systemCode: 'ENOTFOUND',
        httpStatus: null,
        message: 'getaddrinfo ENOTFOUND ssm.eu-west-1.amazonaws.com',
      },
      'unresolvable',
      /the name ssm\.eu-west-1\.amazonaws\.com cannot be resolved/,
    ],
    [{ systemCode: 'ECONNREFUSED', httpStatus: null }, 'unreachable', /cannot be reached \(ECONNREFUSED\)/],
    [{ name: 'AbortError', httpStatus: null, timedOut: true }, 'timeout', /did not answer in time/],
    [
      { systemCode: 'SELF_SIGNED_CERT_IN_CHAIN', httpStatus: null },
      'certificate',
      /check the clock, and .*NODE_EXTRA_CA_CERTS/,
    ],
    [{ systemCode: 'EPROTO', httpStatus: null }, 'unreachable', /answers, but not in TLS .*EPROTO/],
    [{ name: 'SyntaxError', httpStatus: 403, message: '<html>' }, 'not-the-service', /answers with HTTP 403/],
    [
      { name: 'SyntaxError', httpStatus: 503, message: 'Unexpected token' },
      'service-failed',
      /failed: HTTP 503, and/,
    ],
    [
      {
        name: 'InvalidSignatureException',
        message: "Credential should be scoped to a valid region, not 'eu-west-1'.",
      },
      'settings',
      /is not of eu-west-1; correct the region/,
    ],
  ])('%o', (given, code, message) => {
    const told = explain(aFailure(given), asked());
    expect(told.code).toBe(code);
    expect(told.message).toMatch(message);
    expect(told.message).not.toContain('\n');
  });

  it('names the proxy, without its password', () => {
    const proxy = { HTTPS_PROXY: 'http://user:hunter2@proxy.example:3128', NO_PROXY: '' };
    const failure = {
      systemCode: 'ERR_PROXY_TUNNEL',
      httpStatus: null,
      message:
        'Failed to establish tunnel to ssm.eu-west-1.amazonaws.com:443 via http://proxy.example:3128/: HTTP/1.1 407 No',
    };
    const told = explain(aFailure(failure), asked({ proxy }));
    expect(told.code).toBe('proxy');
    expect(told.message).toMatch(/proxy\.example:3128 wants a user and password \(407\)/);
    expect(told.message).not.toContain('hunter2');

    const unknown = {
      systemCode: 'ENOTFOUND',
      httpStatus: null,
      message: 'getaddrinfo ENOTFOUND proxy.example',
    };
    expect(explain(aFailure(unknown), asked({ proxy })).message).toMatch(
      /check DNS and the address of the proxy/,
    );

    const refused = explain(aFailure({ systemCode: 'ECONNREFUSED', httpStatus: null }), asked({ proxy }));
    expect(refused.message).toMatch(/through the proxy proxy\.example:3128/);
  });

  it.each(['.amazonaws.com', '*.amazonaws.com', 'ssm.eu-west-1.amazonaws.com', '*'])(
    'does not blame the proxy for a host that it is not for: %s',
    (NO_PROXY) => {
      const proxy = { HTTPS_PROXY: 'http://proxy.example:3128', NO_PROXY: `169.254.169.254,${NO_PROXY}` };
      const refused = aFailure({ systemCode: 'ECONNREFUSED', httpStatus: null });
      expect(explain(refused, asked({ proxy })).message).toMatch(/cannot be reached \(ECONNREFUSED\)/);
    },
  );
});

describe('a duration', () => {
  it.each([
    [40_000, '40 s'],
    [3_600_000, '1 h'],
    [3_780_000, '1 h 3 min'],
    [86_400_000 * 3, '3 d'],
  ])('%d ms is %s', (milliseconds, text) => {
    expect(duration(milliseconds)).toBe(text);
  });
});

function asked(connection: { proxy?: ProxyEnv } = {}) {
  return {
    operation: 'PutComplianceItems',
    node: 'i-0synthetic0000001',
    type: 'Custom:SsmDoctor',
    connection: { ...CONNECTION, ...connection },
  } as const;
}

function aFailure(given: Partial<Failure>): Failure {
  return {
    name: 'Error',
    message: '',
    httpStatus: 400,
    systemCode: null,
    clockAhead: null,
    timedOut: false,
    ...given,
  };
}
