import { type Check, check, factsOf, type Judgement } from '../check.ts';
import { agentProgram } from '../facts/installed.ts';
import { latestVersion } from '../facts/latest-version.ts';

interface Version {
  readonly program: string | null;
  /** Null where the program does not say. */
  readonly version: string | null;
  readonly why: string;
  /** In the region; null where nobody could be asked. */
  readonly latest: string | null;
}

/** Below it patch documents and inventory do not work (`AWS-RunPatchBaseline`, user guide). */
const OLDEST = '2.0.834.0';

/** Whether the agent is there, and how old it is. */
export const AGENT_VERSION: Check = check<Version>({
  name: 'agent-version',
  title: 'Agent version',
  limit: 6000,
  gather: async (scene, signal): Promise<Version> => {
    const program = agentProgram(scene);
    if (program === null) return { program, version: null, why: '', latest: null };
    const started = scene.programs?.run(
      binaryOf(program, (path) => scene.agent.native(path)),
      ['-version'],
      signal,
    );
    const [end, latest] = await Promise.all([started, latestVersion(scene)]);
    const text = end?.kind === 'ended' ? `${end.stdout}${end.stderr}` : '';
    const version = /version:? +v?(\d+\.\d+\.\d+\.\d+)/i.exec(text)?.[1] ?? null;
    return { program, version, why: end?.kind ?? 'programs at --root are not started', latest };
  },
  judge: judgeVersion,
});

function binaryOf(program: string, native: (path: string) => string): string {
  const isFolder = program.startsWith('/snap/');
  return native(isFolder ? `${program}/amazon-ssm-agent` : program);
}

export function judgeVersion({ program, version, why, latest }: Version): Judgement {
  if (program === null)
    return {
      status: 'failed',
      cause: 'AGENT_NOT_INSTALLED',
      summary: 'the program of the agent is not there',
    };
  if (version === null)
    return { status: 'not-readable', summary: `${program} does not say its version (${why})` };
  const facts = factsOf({ program, version, latest });
  if (compared(version, OLDEST) < 0)
    return {
      status: 'failed',
      cause: 'AGENT_TOO_OLD',
      summary: `SSM Agent version is ${version}; patching needs ${OLDEST} or newer`,
      facts,
    };
  const beside =
    latest === null
      ? ''
      : compared(version, latest) >= 0
        ? ' which is the latest version'
        : `, latest agent version in this region is ${latest}`;
  return { status: 'ok', summary: `SSM Agent version is ${version}${beside}`, facts };
}

/** Number by number. */
export function compared(one: string, other: string): number {
  const [a, b] = [one, other].map((version) => version.split('.').map(Number));
  for (let at = 0; at < 4; at++) {
    const difference = (a?.[at] ?? 0) - (b?.[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
