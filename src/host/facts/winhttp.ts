import { type WinHttpProxy, winHttpProxy } from '../../../parsers/proxy/winhttp.ts';
import type { Scene } from '../scene.ts';
import { registryKey } from './windows.ts';

const KEY = 'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Connections';

/** How WinHTTP reaches others, which Windows Update and services do. */
export type WinHttp =
  | { readonly kind: 'direct' }
  | { readonly kind: 'proxy'; readonly proxy: WinHttpProxy }
  | { readonly kind: 'unknown'; readonly why: string };

export function winHttp(scene: Scene): Promise<WinHttp> {
  return scene.once('winhttp', async (): Promise<WinHttp> => {
    const key = await registryKey(scene, KEY);
    if (key.kind === 'unknown') return key;
    const value = key.kind === 'values' ? key.values.get('winhttpsettings') : undefined;
    const proxy = winHttpProxy(String(value ?? ''));
    return proxy === null ? { kind: 'direct' } : { kind: 'proxy', proxy };
  });
}

/** The address of the proxy to a host; null where none is used. */
export function winHttpProxyFor(found: WinHttp, host: string): string | null {
  if (found.kind !== 'proxy') return null;
  const { address, bypass } = found.proxy;
  return bypass.some((entry) => isMeant(entry.toLowerCase(), host.toLowerCase()))
    ? null
    : `http://${address}`;
}

function isMeant(entry: string, host: string): boolean {
  if (entry === '<local>') return !host.includes('.');
  return entry.startsWith('*') ? host.endsWith(entry.slice(1)) : host === entry;
}
