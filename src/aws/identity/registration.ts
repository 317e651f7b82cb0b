import type { Parsed } from '../../../parsers/parsed.ts';
import { parseRegistration, type Registration } from '../../../parsers/state/registration.ts';
import { registrationFileIn, registrationOf } from '../../../parsers/state/vault.ts';
import { type Files, FilesError } from '../../platform/files.ts';
import { type AgentTree, whyRefused } from './agent-tree.ts';
import type { Told } from './identity.ts';

const LARGEST = 64 * 1024;

/** What the vault of a data folder says: of a hybrid node (`Manifest`), or of an instance (`EC2Manifest`). */
export function vaultClaim(files: Files, agent: AgentTree, manifest: 'Manifest' | 'EC2Manifest'): Told {
  for (const data of agent.layout.data) {
    const file = agent.read(agent.tree.at(`${data}/Vault/${manifest}`));
    if (file.kind === 'absent') continue;
    if (file.kind === 'refused') return trouble(file.shown, file.why);
    const name = registrationFileIn(file.text);
    if (!name.ok) return trouble(file.shown, name.detail);
    const place = agent.tree.at(`${data}/Vault/Store/${name.value}`);
    return claimOf(readRegistration(files, place.path), place.shown);
  }
  return { kind: 'nothing' };
}

/** What the agent's summary of a hybrid registration says. */
export function summaryClaim(agent: AgentTree): Told {
  const file = agent.state('registration');
  if (file.kind === 'absent') return { kind: 'nothing' };
  if (file.kind === 'refused') return trouble(file.shown, file.why);
  return claimOf(parseRegistration(file.text), file.shown);
}

/** The file holds a private key: its bytes are wiped, and nothing of it but two values is kept. */
function readRegistration(files: Files, path: string): Parsed<Registration> {
  const bytes = new Uint8Array(LARGEST);
  try {
    const file = files.open(path);
    try {
      return registrationOf(bytes.subarray(0, file.read(bytes, 0)));
    } finally {
      file.close();
    }
  } catch (error) {
    if (!(error instanceof FilesError)) throw error;
    return { ok: false, reason: 'malformed', detail: whyRefused(error.code) };
  } finally {
    bytes.fill(0);
  }
}

function claimOf(parsed: Parsed<Registration>, place: string): Told {
  if (!parsed.ok) return trouble(place, parsed.detail);
  const { instanceId: id, region } = parsed.value;
  return { kind: 'claim', claim: { id, region, toldBy: 'registration', place } };
}

function trouble(place: string, why: string): Told {
  return { kind: 'trouble', message: `${place}: ${why}` };
}
