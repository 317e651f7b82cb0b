import { domainOf } from '../../aws/service-host.ts';
import type { Reached } from '../../platform/reach.ts';
import type { Scene } from '../scene.ts';
import { regionOf } from './identity.ts';
import { reached } from './reached.ts';

/** What the agent asks its own bucket of the region when it looks for an update; null without a region. */
export async function versionFile(scene: Scene): Promise<Reached | null> {
  const region = await regionOf(scene);
  if (region === null) return null;
  const host = `s3.${region}.${domainOf(region)}`;
  const path = `/amazon-ssm-${region}/latest/VERSION`;
  return reached(scene, { host, ask: { method: 'GET', path, headers: {}, body: '' } });
}

/** The newest version of the agent in the region; null where it could not be asked for. */
export async function latestVersion(scene: Scene): Promise<string | null> {
  const found = await versionFile(scene);
  const text = found?.answer?.status === 200 ? found.answer.body.trim() : '';
  return /^\d+\.\d+\.\d+\.\d+$/.test(text) ? text : null;
}
