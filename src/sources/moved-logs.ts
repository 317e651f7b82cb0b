import { posix } from 'node:path';
import type { SeelogOutput } from '../../parsers/seelog-config.ts';
import { AGENT_LOGS, agentSeries } from './agent-logs.ts';
import type { LogSeries } from './log-series.ts';
import type { SourceKind } from './source.ts';

/** A log that the settings put into a folder of their own, or under a name of their own. */
export interface MovedLog {
  /** Path of the folder on the instance, without a drive. */
  readonly folder: string;
  readonly series: LogSeries;
}

/** The processes that log on Windows under their own names (`agent/log/logger/log_windows.go`). */
const EXECUTABLES = ['amazon-ssm-agent', 'ssm-agent-worker', 'ssm-document-worker', 'ssm-session-worker'];
/** What stands for `C:\ProgramData` in templates and settings. */
const PROGRAM_DATA =
  /^(?:\{\{(?:LOCALAPPDATA|PROGRAMDATA)\}\}|%(?:env\{)?(?:ProgramData|ALLUSERSPROFILE)\}?%?)/i;

/**
 * Where an output of the settings is found; nothing when that depends on what only the agent knows, or lies on another
 * drive than `drive` (`C:`; null where there are none).
 */
export function movedLogs(output: SeelogOutput, drive: string | null): MovedLog[] {
  const names = /\{\{EXECUTABLENAME\}\}/i.test(output.filename) ? EXECUTABLES : [''];
  return names.flatMap((name) => {
    const path = instancePath(output.filename.replace(/\{\{EXECUTABLENAME\}\}/i, name), drive);
    if (path === null) return [];
    const series = seriesOf(posix.basename(path), output);
    const archive = output.archivePath === null ? null : instancePath(output.archivePath, drive);
    const folders = [...(archive === null ? [] : [archive]), posix.dirname(path)];
    return folders.map((folder) => ({ folder, series }));
  });
}

/** Absolute, below the root whatever `..` it holds; null for relative paths and unknown variables. */
function instancePath(written: string, drive: string | null): string | null {
  const path = drive === null ? written : withoutDrive(written, drive);
  if (!path.startsWith('/') || /[{}%\0]/.test(path)) return null;
  return posix.normalize(path);
}

function withoutDrive(written: string, drive: string): string {
  const path = written.replace(PROGRAM_DATA, '/ProgramData').replaceAll('\\', '/');
  return path.toUpperCase().startsWith(drive) ? path.slice(drive.length) : path;
}

function seriesOf(name: string, output: SeelogOutput): LogSeries {
  const known = AGENT_LOGS.find((series) => series.name.toLowerCase() === name.toLowerCase());
  return known ?? agentSeries(kindOf(output), name);
}

function kindOf({ levels }: SeelogOutput): SourceKind {
  const isErrors = levels?.every((level) => level === 'error' || level === 'critical') === true;
  return isErrors ? 'errors-log' : 'agent-log';
}
