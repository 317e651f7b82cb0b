import { describe, expect, it } from 'vitest';
import { agentPlaces } from '../../../src/agent/settings/places.ts';
import { readSettings } from '../../../src/agent/settings/settings.ts';

describe('the places of the agent', () => {
  it.each([
    ['linux', '/etc/ssm-doctor/agent.yaml', '/var/lib/ssm-doctor', '/var/log/ssm-doctor/agent.log'],
    [
      'macos',
      '/Library/Application Support/ssm-doctor/agent.yaml',
      '/Library/Application Support/ssm-doctor',
      '/Library/Logs/ssm-doctor/agent.log',
    ],
    [
      'windows',
      'C:\\Program Files\\ssm-doctor\\agent.yaml',
      'C:\\ProgramData\\ssm-doctor',
      'C:\\ProgramData\\ssm-doctor\\logs\\agent.log',
    ],
  ] as const)('are those of %s, and its settings may name them', (platform, settings, state, log) => {
    const places = agentPlaces(platform, {});
    expect(places).toEqual({ platform, settings, state, log });
    const text = `state: '${state}'\nlog: {file: '${log}'}\nrules: ['${state}']`;
    expect(readSettings(text, settings, places)).toMatchObject({ state, log: { file: log }, rules: [state] });
  });

  it('follow the variables of Windows', () => {
    const places = agentPlaces('windows', { PROGRAMFILES: 'E:\\Programs', PROGRAMDATA: 'D:\\Data' });
    expect(places).toMatchObject({
      settings: 'E:\\Programs\\ssm-doctor\\agent.yaml',
      state: 'D:\\Data\\ssm-doctor',
      log: 'D:\\Data\\ssm-doctor\\logs\\agent.log',
    });
  });
});
