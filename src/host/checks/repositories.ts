import type { Reached } from '../../platform/reach.ts';
import { type Check, check, factsOf, type Judgement } from '../check.ts';
import { reached } from '../facts/reached.ts';
import { type Repository, repositoriesOf } from '../facts/repositories.ts';
import { obstacleOf } from '../judge-reached.ts';
import type { Scene } from '../scene.ts';

export interface AskedRepository {
  readonly repository: Repository;
  /** Null where it was not asked. */
  readonly reached: Reached | null;
}

interface Asked {
  readonly manager: 'apt' | 'yum' | null;
  readonly repositories: readonly AskedRepository[];
  /** Beyond those that are asked. */
  readonly more: number;
}

/** A node has a handful; hundreds would be asked at a time. */
const MOST = 20;

/** Each enabled repository, asked for what the package manager asks first. */
export const REPOSITORIES: Check = check<Asked>({
  name: 'repositories',
  title: 'Package repositories',
  platforms: ['linux'],
  limit: 9000,
  gather: async (scene) => {
    const { manager, found } = repositoriesOf(scene);
    const repositories = await Promise.all(found.slice(0, MOST).map((one) => ask(scene, one)));
    return { manager, repositories, more: Math.max(0, found.length - MOST) };
  },
  judge: judgeRepositories,
});

async function ask(scene: Scene, repository: Repository): Promise<AskedRepository> {
  const { url, isPersonal, proxy } = repository;
  if (url === null || !/^https?:/.test(url) || !URL.canParse(url)) return { repository, reached: null };
  const { hostname, port, protocol, pathname, search } = new URL(url);
  const isTls = protocol === 'https:';
  const found = await reached(scene, {
    host: hostname,
    isTls,
    ...(port === '' ? {} : { port: Number(port) }),
    ...(proxy === undefined ? {} : { proxy }),
    ...(isPersonal
      ? {}
      : { ask: { method: 'GET' as const, path: `${pathname}${search}`, headers: {}, body: '' } }),
  });
  return { repository, reached: found };
}

interface Fault {
  readonly name: string;
  readonly cause: string;
  readonly summary: string;
}

export function judgeRepositories({ manager, repositories, more }: Asked): Judgement {
  if (manager === null)
    return { status: 'not-applicable', summary: 'neither apt nor yum nor dnf has settings here' };
  if (repositories.length === 0)
    return {
      status: 'failed',
      cause: 'REPO_NONE_ENABLED',
      summary: `no repository of ${manager} is enabled`,
    };
  const faults = repositories.flatMap((one) => faultOf(one) ?? []);
  const facts = factsOf(Object.fromEntries(repositories.map((one) => [one.repository.name, stateText(one)])));
  const [first] = faults;
  if (first !== undefined) {
    const others = faults.length === 1 ? '' : `, and ${faults.length - 1} more fail`;
    const summary = `${first.name}: ${first.summary}${others}`;
    return { status: 'failed', cause: first.cause, summary, facts };
  }
  const asked = repositories.filter((one) => one.reached !== null).length;
  if (asked === 0)
    return {
      status: 'not-readable',
      summary: 'the addresses of the repositories hold variables that are not known',
      facts,
    };
  const rest = more === 0 ? '' : `; ${more} more were not asked`;
  return {
    status: 'ok',
    summary: `${asked} of ${repositories.length + more} repositories answer${rest}`,
    facts,
  };
}

function faultOf({ repository: { name }, reached: found }: AskedRepository): Fault | null {
  if (found === null) return null;
  const obstacle = obstacleOf(found);
  if (obstacle !== null) return { name, cause: causeOf(obstacle.cause), summary: obstacle.summary };
  const status = found.answer?.status ?? 200;
  if (status < 400) return null;
  const summary = `${found.host} answers ${status}`;
  if (status === 401 || status === 403) return { name, cause: 'REPO_ACCESS_DENIED', summary };
  if (status === 404 || status === 410) return { name, cause: 'REPO_NOT_FOUND', summary };
  if (status === 407) return { name, cause: 'NETWORK_PROXY_AUTH_REQUIRED', summary };
  return { name, cause: 'REPO_HTTP_ERROR', summary };
}

/** What stands in the way has causes of its own only where they say what to do. */
function causeOf(cause: string): string {
  return /PROXY|TLS/.test(cause) ? cause : 'REPO_UNREACHABLE';
}

function stateText({ repository, reached: found }: AskedRepository): string {
  if (found === null)
    return `not asked: ${repository.url === null ? 'a variable is not known' : 'no web address'}`;
  if (found.trouble !== null) return `${found.trouble.stage}: ${found.trouble.code}`;
  return found.answer === null ? 'reached' : String(found.answer.status);
}
