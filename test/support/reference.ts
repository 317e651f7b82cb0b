import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Platform } from '../../src/vocabulary.ts';

/** A list of causes and of messages that name them, kept outside of this repository. */
const FOLDER = join(import.meta.dirname, '../../../shared/reference');

export const HAS_REFERENCE = existsSync(FOLDER);

export interface Message {
  readonly id: string;
  readonly cause: string | null;
  readonly kind: 'failure' | 'consequence' | 'transient' | 'noise' | 'info' | 'success';
  readonly platform: readonly Platform[];
  readonly area: string;
  readonly where: readonly Where[];
  readonly level?: string;
  readonly pattern: string;
  readonly example: string;
  readonly captures: readonly string[];
  readonly causeByCapture?: {
    readonly capture: string;
    readonly map?: Readonly<Record<string, string>> | null;
  } | null;
  /** For a success: ids of causes, or areas of them. */
  readonly recovers?: readonly string[];
}

export type Where =
  | 'agent-log'
  | 'errors-log'
  | 'hibernate-log'
  | 'update-log'
  | 'audit-log'
  | 'journal'
  | 'os-log'
  | 'audit-os'
  | 'plugin-stdout'
  | 'plugin-stderr'
  | 'service-result'
  | 'package-manager-log';

/** Messages that speak of trouble. */
export function isFailure({ kind }: Message): boolean {
  return kind === 'failure' || kind === 'consequence' || kind === 'transient';
}

export function readReference<T>(name: string): T {
  return JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as T;
}

export function readMessages(): Message[] {
  return readReference<Message[]>('messages.json');
}

/** Texts of the message with the cause of each: its example, and the example with each code that decides. */
export function textsOf(message: Message): (readonly [text: string, cause: string | null])[] {
  const { captures, causeByCapture, example } = message;
  if (causeByCapture?.map == null) return [[example, message.cause]];
  const { capture, map } = causeByCapture;
  const match = new RegExp(message.pattern, 'md').exec(example);
  const [start, end] = match?.indices?.[captures.indexOf(capture) + 1] ?? [0, 0];
  const variants = Object.entries(map).map(
    ([value, cause]) => [example.slice(0, start) + value + example.slice(end), cause] as const,
  );
  return [[example, map[example.slice(start, end)] ?? message.cause], ...variants];
}
