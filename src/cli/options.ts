import { type Command, InvalidArgumentError, Option } from 'commander';
import { FORMATS } from '../reporters/formats.ts';
import { parseCount, parseSince, parseTime } from './arguments.ts';

/** Runs that are read at most; more are a sign that nobody cleans up, and are said in coverage. */
const MAX_RUNS = 10_000;

export const PLATFORMS = ['linux', 'macos', 'windows'];

/** Options that say where to look and what to write. */
export function withEvidenceOptions(
  command: Command,
  form: string,
  output: string,
  formats: readonly string[] = Object.keys(FORMATS),
): Command {
  return command
    .option('--root <dir|bundle>', 'a copy of an instance: a folder, .tar, .tar.gz, .tgz or .zip')
    .addOption(new Option('--platform <name>', 'what the copy comes from').choices(PLATFORMS))
    .option('--since <time>', 'only what changed since: 12h, 14d, or a date', argument(parseSince))
    .option('--now <time>', 'the time to take for now, ISO 8601', argument(parseTime))
    .addOption(formatOption(form, formats))
    .option('--output <file>', output);
}

export function maxRunsOption(): Option {
  return new Option('--max-runs <n>', 'read the outputs of at most so many runs, newest first')
    .argParser(argument(parseCount))
    .default(MAX_RUNS);
}

export function formatOption(form: string, formats: readonly string[] = Object.keys(FORMATS)): Option {
  return new Option('--format <name>', form).choices(formats).default('text');
}

export function rulesOption(description: string): Option {
  return new Option('--rules <dir>', description)
    .argParser((value: string, before: readonly string[]) => [...before, value])
    .default([], 'none');
}

/** Commander's way to say that an argument makes no sense. */
export function argument<T>(parse: (value: string) => T): (value: string) => T {
  return (value) => {
    try {
      return parse(value);
    } catch (error) {
      throw new InvalidArgumentError((error as Error).message);
    }
  };
}
