import type { RegistryValue } from '../../../parsers/host/reg-query.ts';
import { type Check, check, factsOf, type Judgement } from '../check.ts';
import { type RegistryKey, registryKey } from '../facts/windows.ts';

const STATE = 'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Setup\\State';
const COMPLETE = 'IMAGE_STATE_COMPLETE';

/** Whether the setup of an image has come to its end. */
export const SYSPREP: Check = check<RegistryKey>({
  name: 'sysprep',
  title: 'Windows sysprep image state',
  platforms: ['windows'],
  sees: { HOST_SYSPREP_INCOMPLETE: 'either-way' },
  gather: (scene) => registryKey(scene, STATE),
  judge: judgeSysprep,
});

export function judgeSysprep(key: RegistryKey): Judgement {
  if (key.kind === 'unknown') return { status: 'not-readable', summary: key.why };
  const state = key.kind === 'values' ? key.values.get('imagestate') : undefined;
  if (state === undefined)
    return { status: 'not-applicable', summary: "Couldn't find registry key for ImageState" };
  const facts = factsOf({ ImageState: state });
  if (state === COMPLETE)
    return { status: 'ok', summary: `Windows image state value is at desired value ${COMPLETE}`, facts };
  return {
    status: 'failed',
    cause: 'HOST_SYSPREP_INCOMPLETE',
    summary: `Windows image state should be ${COMPLETE} but it is ${state}`,
    facts,
  };
}

const SERVICES = ['wuauserv', 'BITS', 'CryptSvc', 'TrustedInstaller'];
const DISABLED = 4;

/** Services that an update needs. */
export const UPDATE_SERVICES: Check = check<readonly (readonly [string, RegistryKey])[]>({
  name: 'windows-update-services',
  title: 'Services of Windows Update',
  platforms: ['windows'],
  sees: { WU_SERVICE_DISABLED: 'either-way', WU_SERVICE_MISSING: 'either-way' },
  gather: (scene) =>
    Promise.all(
      SERVICES.map(
        async (name) =>
          [name, await registryKey(scene, `HKLM\\SYSTEM\\CurrentControlSet\\Services\\${name}`)] as const,
      ),
    ),
  judge: judgeUpdateServices,
});

export function judgeUpdateServices(services: readonly (readonly [string, RegistryKey])[]): Judgement {
  const unknown = services.find(([, key]) => key.kind === 'unknown')?.[1];
  if (unknown?.kind === 'unknown') return { status: 'not-readable', summary: unknown.why };
  const startOf = (key: RegistryKey): RegistryValue | undefined =>
    key.kind === 'values' ? key.values.get('start') : undefined;
  const facts = factsOf(Object.fromEntries(services.map(([name, key]) => [name, startOf(key)])));
  const missing = services.filter(([, key]) => key.kind === 'absent').map(([name]) => name);
  if (missing.length > 0)
    return {
      status: 'failed',
      cause: 'WU_SERVICE_MISSING',
      summary: `not registered as a service: ${missing.join(', ')}`,
      facts,
    };
  const off = services.filter(([, key]) => startOf(key) === DISABLED).map(([name]) => name);
  if (off.length === 0) return { status: 'ok', summary: 'no service of Windows Update is disabled', facts };
  return { status: 'failed', cause: 'WU_SERVICE_DISABLED', summary: `disabled: ${off.join(', ')}`, facts };
}

const POLICY = 'HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\WindowsUpdate';

interface Policy {
  readonly policy: RegistryKey;
  readonly automatic: RegistryKey;
}

/** What a policy makes of Windows Update. */
export const UPDATE_POLICY: Check = check<Policy>({
  name: 'windows-update-policy',
  title: 'WSUS and policies of Windows Update',
  platforms: ['windows'],
  sees: { WU_POLICY_BLOCKED: 'failing-only' },
  gather: async (scene) => {
    const [policy, automatic] = await Promise.all([
      registryKey(scene, POLICY),
      registryKey(scene, `${POLICY}\\AU`),
    ]);
    return { policy, automatic };
  },
  judge: judgePolicy,
});

export function judgePolicy({ policy, automatic }: Policy): Judgement {
  if (policy.kind === 'unknown') return { status: 'not-readable', summary: policy.why };
  if (policy.kind === 'absent')
    return { status: 'not-applicable', summary: 'no policy is set for Windows Update' };
  const { values } = policy;
  const usesWsus = automatic.kind === 'values' && automatic.values.get('usewuserver') === 1;
  const server = String(values.get('wuserver') ?? '');
  const facts = factsOf({
    ...{ WUServer: server, UseWUServer: usesWsus },
    WUStatusServer: values.get('wustatusserver'),
    TargetGroup: values.get('targetgroup'),
  });
  const blocked = (summary: string): Judgement => ({
    ...{ status: 'failed', cause: 'WU_POLICY_BLOCKED', summary, facts },
  });
  if (values.get('disablewindowsupdateaccess') === 1)
    return blocked('a policy takes away the access to Windows Update (DisableWindowsUpdateAccess)');
  if (usesWsus && server === '') return blocked('UseWUServer is set, and no WUServer is named');
  if (!usesWsus && values.get('donotconnecttowindowsupdateinternetlocations') === 1)
    return blocked('a policy forbids the servers of Microsoft, and no WSUS is used');
  return {
    status: 'ok',
    summary: usesWsus ? `updates come from the WSUS server ${server}` : 'updates come from Microsoft',
    facts,
  };
}
