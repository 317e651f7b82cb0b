import { describe, expect, test } from 'vitest';
import { serviceOf, serviceOfHost } from '../../../src/diagnosis/observe/service.ts';
import { passesOf } from '../../support/passes.ts';

describe('serviceOfHost', () => {
  test.each([
    ['ssm.eu-west-1.amazonaws.com', 'ssm'],
    ['ssm-fips.us-east-1.amazonaws.com', 'ssm'],
    ['ssmmessages.eu-west-1.amazonaws.com', 'ssmmessages'],
    ['vpce-0abc-12.ssm.eu-west-1.vpce.amazonaws.com', 'ssm'],
    ['my-bucket.s3.eu-west-1.amazonaws.com', 's3'],
    ['s3.cn-north-1.amazonaws.com.cn', 's3'],
    ['169.254.169.254', 'imds'],
    ['example.com', null],
    ['ssm.example.com', null],
  ])('%s is of %s', (host, service) => {
    expect(serviceOfHost(host)).toBe(service);
  });
});

describe('serviceOf', () => {
  test('an action comes before a host, a host before the text, the text before the module', () => {
    const text = 'Post "https://ec2messages.eu-west-1.amazonaws.com/": no';
    expect(
      serviceOf({ action: 'kms:Decrypt', host: 'ssm.eu-west-1.amazonaws.com' }, text, ['HealthCheck']),
    ).toBe('kms');
    expect(serviceOf({ host: 'sts.eu-west-1.amazonaws.com' }, text, ['HealthCheck'])).toBe('sts');
    expect(serviceOf({}, text, ['HealthCheck'])).toBe('ec2messages');
    expect(serviceOf({}, 'nothing', ['ssm-agent-worker', 'HealthCheck'])).toBe('ssm');
    expect(serviceOf({}, 'nothing', ['ssm-agent-worker'])).toBeNull();
  });

  test('ec2messages is a fallback where the interactor of the control channel uses it', () => {
    expect(serviceOf({}, 'GetMessages Error', ['MDSInteractor'])).toBe('ec2messages-fallback');
    expect(serviceOf({}, 'GetMessages Error', ['MessagingDeliveryService'])).toBe('ec2messages');
  });

  test('looks at the beginning of a huge text only, and quickly', () => {
    const text = 'https://a.'.repeat(100_000);
    expect(passesOf(text, (all) => serviceOf({}, all, []))).toBeLessThan(10);
  });
});
