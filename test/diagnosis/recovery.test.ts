import { describe, expect, test } from 'vitest';
import { recovers } from '../../src/diagnosis/recovery.ts';
import { aCatalogue } from './a-catalogue.ts';
import { anObservation } from './a-state.ts';

const catalogue = aCatalogue();

describe('recovers', () => {
  test('a cause that is named, or whose area is', () => {
    const role = anObservation('ROLE_MISSING');
    expect(recovers({ causes: ['ROLE_MISSING'] }, role, catalogue)).toBe(true);
    expect(recovers({ areas: ['credentials'] }, role, catalogue)).toBe(true);
    expect(recovers({ causes: ['DISK_FULL'], areas: ['network'] }, role, catalogue)).toBe(false);
    expect(recovers({}, role, catalogue)).toBe(false);
  });

  test('trouble on the way to a service is over when that service answered, not when another did', () => {
    const toSsm = anObservation('HOST_UNREACHED', {}, { service: 'ssm' });
    expect(recovers({ services: ['ssm'] }, toSsm, catalogue)).toBe(true);
    expect(recovers({ services: ['ssmmessages'], areas: ['network'] }, toSsm, catalogue)).toBe(false);
  });

  test('where no service is named, an answer of ssm will do', () => {
    const toNobody = anObservation('HOST_UNREACHED');
    expect(recovers({ services: ['ssm'] }, toNobody, catalogue)).toBe(true);
    expect(recovers({ services: ['imds'] }, toNobody, catalogue)).toBe(false);
  });

  test('a service that answered says nothing about what is not on the way to it', () => {
    expect(
      recovers({ services: ['ssm'] }, anObservation('DISK_FULL', {}, { service: 'ssm' }), catalogue),
    ).toBe(false);
  });

  test('a denied action is over only when that action was allowed', () => {
    const denied = anObservation(
      'CALL_DENIED',
      {},
      { subject: { kind: 'api', id: 'ssm:GetManifest' }, service: 'ssm' },
    );
    expect(recovers({ actions: ['ssm:GetManifest'] }, denied, catalogue)).toBe(true);
    expect(
      recovers(
        { actions: ['ssm:Other'], causes: ['CALL_DENIED'], areas: ['iam'], services: ['ssm'] },
        denied,
        catalogue,
      ),
    ).toBe(false);
  });
});
