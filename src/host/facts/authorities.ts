import { variable } from '../../platform/environment.ts';
import type { Scene } from '../scene.ts';
import { agentView } from './agent-view.ts';

/** Where Go, and so the agent, looks for the authorities of a system; the first that is there counts. */
const BUNDLES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/tls/cacert.pem',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/cert.pem',
];
const LARGEST = 4 * 1024 * 1024;

/** The certificates in PEM that the agent trusts; null where the system keeps them in another form. */
export function authoritiesOfAgent(scene: Scene): Promise<string | null> {
  return scene.once('authorities', async () => {
    const { machine, variablesOf } = await agentView(scene);
    const named = variablesOf === 'agent' ? variable(machine.environment, 'SSL_CERT_FILE') : null;
    for (const path of named === null ? BUNDLES : [named]) {
      const file = scene.text(path, LARGEST);
      if (file.kind === 'text' && file.text.includes('-----BEGIN CERTIFICATE-----')) return file.text;
    }
    return null;
  });
}
