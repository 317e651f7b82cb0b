import { domainOf } from '../../aws/service-host.ts';
import type { Reached } from '../../platform/reach.ts';
import type { Scene } from '../scene.ts';
import { regionOf } from './identity.ts';
import { reached } from './reached.ts';

/** What the agent asks its own bucket of the region when it looks for an update; null without a region. */
export async function versionFile(scene: Scene): Promise<Reached | null> {
  const region = await regionOf(scene);
  return region === null ? null : versionFileAt(scene, hostIn(region));
}

/** The same where that host is the one that is asked; null where it is another. */
export async function versionFileAt(scene: Scene, host: string): Promise<Reached | null> {
  const region = await regionOf(scene);
  if (region === null || host !== hostIn(region)) return null;
  const path = `/amazon-ssm-${region}/latest/VERSION`;
  return reached(scene, { host, ask: { method: 'GET', path, headers: {}, body: '' } });
}

function hostIn(region: string): string {
  return `s3.${region}.${domainOf(region)}`;
}

/** The newest version of the agent in the region; null where it could not be asked for. */
export async function latestVersion(scene: Scene): Promise<string | null> {
  const found = await versionFile(scene);
  const text = found?.answer?.status === 200 ? found.answer.body.trim() : '';
  return /^\d+\.\d+\.\d+\.\d+$/.test(text) ? text : null;
}
