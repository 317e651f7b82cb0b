import { createHash } from 'node:crypto';
import { AGENT_ARGUMENTS, MARKER, type UnitFacts } from './unit-facts.ts';
import { xmlText } from './xml.ts';

/** Hexadecimal digits that tell one task from another. */
const DIGEST_LENGTH = 16;
const DIGEST = new RegExp(`<Documentation>${MARKER}: ([0-9a-f]{${DIGEST_LENGTH}})</Documentation>`);

/**
 * The task of the agent, without the line that names its encoding, as the Task Scheduler takes it
 * (https://learn.microsoft.com/windows/win32/taskschd/task-scheduler-schema). It runs from the start of the machine on,
 * as SYSTEM. RestartOnFailure is about a program that does not start; for one that ends later there are triggers that
 * come again and, while it runs, start nothing. The scheduler writes a task out otherwise than it was read, so that the
 * documentation holds a digest to know it by.
 */
export function windowsTask(facts: UnitFacts): string {
  const digest = createHash('sha256').update(taskText(facts, '')).digest('hex').slice(0, DIGEST_LENGTH);
  return taskText(facts, digest);
}

/** A task as `schtasks /Create /XML` reads it in any language of Windows: UTF-16 with a byte order mark. */
export function taskBytes(task: string): Buffer {
  const text = `<?xml version="1.0" encoding="UTF-16"?>\n${task}`;
  return Buffer.from(`\ufeff${text.replaceAll('\n', '\r\n')}`, 'utf16le');
}

/** The digest of a task that this program made; null where it did not. */
export function taskDigest(task: string): string | null {
  return DIGEST.exec(task)?.[1] ?? null;
}

function taskText({ program: [command = '', ...words] }: UnitFacts, digest: string): string {
  return `<Task version="1.3" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Source>ssm-doctor</Source>
    <Author>ssm-doctor</Author>
    <Description>Says why Systems Manager calls this node non-compliant.</Description>
    <Documentation>${MARKER}: ${digest}</Documentation>
  </RegistrationInfo>
  <Triggers>
    <BootTrigger>
      <Repetition>
        <Interval>PT10M</Interval>
      </Repetition>
    </BootTrigger>
    <TimeTrigger>
      <StartBoundary>2020-01-01T00:00:00</StartBoundary>
      <Repetition>
        <Interval>PT10M</Interval>
      </Repetition>
    </TimeTrigger>
  </Triggers>
  <Principals>
    <Principal id="System">
      <UserId>S-1-5-18</UserId>
      <RunLevel>HighestAvailable</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <RunOnlyIfIdle>false</RunOnlyIfIdle>
    <StartWhenAvailable>true</StartWhenAvailable>
    <Hidden>true</Hidden>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <Priority>7</Priority>
    <RestartOnFailure>
      <Interval>PT1M</Interval>
      <Count>255</Count>
    </RestartOnFailure>
  </Settings>
  <Actions Context="System">
    <Exec>
      <Command>${xmlText(command)}</Command>
      <Arguments>${xmlText([...words, ...AGENT_ARGUMENTS].map(argument).join(' '))}</Arguments>
    </Exec>
  </Actions>
</Task>
`;
}

/**
 * A word as a program of Windows takes it from its command line: backslashes are themselves, except before a quote, and
 * a file name holds no quote.
 */
function argument(word: string): string {
  if (/^[^\s"]+$/.test(word)) return word;
  return `"${word.replace(/\\+$/, '$&$&')}"`;
}
