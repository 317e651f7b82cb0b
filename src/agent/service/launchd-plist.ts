import { posix } from 'node:path';
import { AGENT_ARGUMENTS, MARKER, type UnitFacts } from './unit-facts.ts';
import { xmlText } from './xml.ts';

/** The name of the daemon, and of its file. */
export const LAUNCHD_LABEL = 'com.ssm-doctor.agent';

type Value = string | number | boolean | readonly string[] | { readonly [key: string]: boolean };

/** The property list of the agent as a daemon of the system (see launchd.plist(5)). */
export function launchdPlist({ program, log }: UnitFacts): string {
  const keys: Readonly<Record<string, Value>> = {
    Label: LAUNCHD_LABEL,
    ProgramArguments: [...program, ...AGENT_ARGUMENTS],
    RunAtLoad: true,
    KeepAlive: { SuccessfulExit: false },
    ThrottleInterval: 60,
    ExitTimeOut: 30,
    ProcessType: 'Background',
    LowPriorityIO: true,
    Nice: 10,
    Umask: 0o077,
    // Beside its own log, which it rotates itself.
    StandardErrorPath: posix.join(posix.dirname(log), 'agent.stderr.log'),
  };
  const body = Object.entries(keys).map(([key, value]) => `\t<key>${key}</key>\n${valueText(value)}`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<!-- ${MARKER}, which writes it anew. -->
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
${body.join('\n')}
</dict>
</plist>
`;
}

function valueText(value: Value): string {
  if (typeof value === 'string') return `\t<string>${xmlText(value)}</string>`;
  if (typeof value === 'number') return `\t<integer>${value}</integer>`;
  if (typeof value === 'boolean') return `\t<${value}/>`;
  if (isList(value)) {
    const items = value.map((item) => `\t\t<string>${xmlText(item)}</string>`);
    return `\t<array>\n${items.join('\n')}\n\t</array>`;
  }
  const entries = Object.entries(value).map(([key, item]) => `\t\t<key>${key}</key>\n\t\t<${item}/>`);
  return `\t<dict>\n${entries.join('\n')}\n\t</dict>`;
}

function isList(value: Value): value is readonly string[] {
  return Array.isArray(value);
}
