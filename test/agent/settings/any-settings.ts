import fc from 'fast-check';
import type { AgentSettings } from '../../../src/agent/settings/settings.ts';
import { sizeText, timeText } from '../../../src/agent/settings/units.ts';

/** Settings of Linux. */
export function anySettings(): fc.Arbitrary<AgentSettings> {
  const between = (least: number, most: number, step: number): fc.Arbitrary<number> =>
    fc.integer({ min: Math.ceil(least / step), max: Math.floor(most / step) }).map((steps) => steps * step);
  const path = fc
    .array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 4 })
    .map((steps) => steps.map((step) => step.replace(/[/\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/gu, '_')))
    .filter((steps) => steps.every((step) => step !== '.' && step !== '..'))
    .map((steps) => `/${steps.join('/')}`);
  return fc.record({
    report: fc.record({
      to: fc.subarray(['compliance', 'inventory', 'file'] as const),
      schedule: fc.constantFrom(
        null,
        '17 */6 * * *',
        '0 0 1,15 * *',
        '*/5 * * * *',
        '@hourly',
        '0 8-18 * JAN SUN',
      ),
      jitter: between(0, 86_400_000, 1000),
      onChange: fc.boolean(),
      settle: between(1000, 3_600_000, 1000),
      atMostEvery: between(1000, 86_400_000, 1000),
      deadline: between(1000, 600_000, 1),
      since: between(3_600_000, 315_360_000_000, 3_600_000),
      minSeverity: fc.constantFrom('CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFORMATIONAL'),
      type: fc.stringMatching(/^[A-Za-z0-9_]{2,30}$/).map((name) => `Custom:${name}`),
    }),
    watch: fc.record({
      polling: fc.constantFrom('auto', 'always'),
      every: fc.oneof(between(100, 999_900, 100), between(1000, 3_600_000, 1000)),
    }),
    log: fc.record({
      level: fc.constantFrom('error', 'warn', 'info', 'debug'),
      file: path,
      maxSize: fc.oneof(between(10_240, 999_999 * 1024, 1024), fc.constant(1024 ** 3)),
      keep: fc.integer({ min: 0, max: 100 }),
    }),
    state: path,
    rules: fc.uniqueArray(path, { maxLength: 5 }),
  });
}

/** As a person would write them. */
export function written({ report, watch, log, state, rules }: AgentSettings): object {
  return {
    report: {
      to: report.to,
      schedule: report.schedule ?? 'off',
      jitter: timeText(report.jitter),
      'on-change': report.onChange,
      settle: timeText(report.settle),
      'at-most-every': timeText(report.atMostEvery),
      deadline: timeText(report.deadline),
      since: timeText(report.since),
      'min-severity': report.minSeverity,
      type: report.type,
    },
    watch: { polling: watch.polling, every: timeText(watch.every) },
    log: { level: log.level, file: log.file, 'max-size': sizeText(log.maxSize), keep: log.keep },
    state,
    rules,
  };
}
