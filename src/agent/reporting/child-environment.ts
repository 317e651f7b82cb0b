import type { Environment } from '../../platform/environment.ts';

/**
 * Of the variables those that a report needs: how AWS is reached and by whom, where this machine keeps things, and its
 * zone, since logs tell local times. What is printed is read by a program, so that the language is fixed.
 */
export function childEnvironment(given: Environment): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(given)) {
    if (value !== undefined && PASSED_ON.test(name)) kept[name] = value;
  }
  return { ...kept, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' };
}

/** Names of Windows, and those of proxies, are written in either case. */
const PASSED_ON = new RegExp(
  `^(?:${[
    'AWS_\\w+',
    'ECS_CONTAINER_METADATA_URI(?:_V4)?',
    '(?:HTTPS?|ALL|NO)_PROXY',
    'NODE_EXTRA_CA_CERTS|SSL_CERT_(?:FILE|DIR)',
    'PATH|HOME|TZ|TZDIR|TMPDIR',
    'TE?MP|SYSTEM(?:ROOT|DRIVE)|WINDIR|COMSPEC|PATHEXT|PROGRAM(?:DATA|FILES)|ALLUSERSPROFILE',
    'USERPROFILE|APPDATA|LOCALAPPDATA',
  ].join('|')})$`,
  'i',
);
