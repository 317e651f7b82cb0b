import type { Check } from './check.ts';
import { AGENT_SERVICE, AGENT_STARTUP, AGENT_WORKER } from './checks/agent-service.ts';
import { AGENT_SETTINGS } from './checks/agent-settings.ts';
import {
  CREDENTIAL_RENEWAL,
  HIBERNATION,
  HYBRID_REGISTRATION,
  IDENTITY,
  REGISTRATION,
} from './checks/agent-state.ts';
import { AGENT_VERSION } from './checks/agent-version.ts';
import { BUCKETS } from './checks/buckets.ts';
import { CLOCK, CREDENTIALS, SERVICE_ANSWER, STATIC_KEYS } from './checks/credentials.ts';
import { CUSTOM_INVENTORY } from './checks/custom-inventory.ts';
import { DISK_SPACE, INODES, MOUNTS } from './checks/disk.ts';
import { ENDPOINTS } from './checks/endpoints.ts';
import { INOTIFY, MEMORY, OPEN_FILES } from './checks/limits.ts';
import { IMDS } from './checks/metadata.ts';
import { PACKAGE_LOCK, PACKAGE_STATE, PATCH_TOOLS } from './checks/packages.ts';
import { PROXY } from './checks/proxy.ts';
import { REBOOT } from './checks/reboot.ts';
import { REPOSITORIES } from './checks/repositories.ts';
import { SELINUX } from './checks/selinux.ts';
import { TIME_ZONE } from './checks/time-zone.ts';
import { SYSPREP, UPDATE_POLICY, UPDATE_SERVICES } from './checks/windows.ts';
import { WINHTTP_PROXY } from './checks/winhttp-proxy.ts';
import { WSUS } from './checks/wsus.ts';

/** Every check, in the order in which they are shown: who it is, how it gets out, the agent, the machine, patching. */
export const CHECKS: readonly Check[] = [
  IMDS,
  IDENTITY,
  HYBRID_REGISTRATION,
  REGISTRATION,
  ...ENDPOINTS,
  BUCKETS,
  PROXY,
  CREDENTIALS,
  CREDENTIAL_RENEWAL,
  STATIC_KEYS,
  SERVICE_ANSWER,
  CLOCK,
  TIME_ZONE,
  AGENT_SERVICE,
  AGENT_STARTUP,
  AGENT_WORKER,
  AGENT_SETTINGS,
  HIBERNATION,
  AGENT_VERSION,
  DISK_SPACE,
  INODES,
  MOUNTS,
  INOTIFY,
  MEMORY,
  OPEN_FILES,
  SELINUX,
  REBOOT,
  REPOSITORIES,
  PACKAGE_LOCK,
  PACKAGE_STATE,
  PATCH_TOOLS,
  CUSTOM_INVENTORY,
  SYSPREP,
  UPDATE_SERVICES,
  UPDATE_POLICY,
  WINHTTP_PROXY,
  WSUS,
];
