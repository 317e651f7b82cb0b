import { describe, expect, test } from 'vitest';
import { COMMAND, discoverIn, linesOf, NODE, writeTree } from './a-tree.ts';

const DOCUMENT = `var/lib/amazon/ssm/${NODE}/document`;
const SEELOG = `<seelog minlevel="info"><outputs formatid="f">
  <rollingfile type="size" filename="/srv/logs/agent.txt" maxsize="1" maxrolls="3" namemode="prefix"/>
  <filter levels="error,critical"><file path="/srv/logs/bad.txt"/></filter>
  <rollingfile type="size" filename="/var/log/amazon/ssm/amazon-ssm-agent.log" maxsize="1" maxrolls="3"/>
  <rollingfile type="size" filename="/srv/../../../etc/outside.log" maxsize="1" maxrolls="3"/>
  <file path="relative.log"/>
</outputs></seelog>`;

describe('settings of the agent', () => {
  test('move logs, which are then read in both places, each once', () => {
    const root = writeTree({
      'etc/amazon/ssm/seelog.xml': SEELOG,
      'var/log/amazon/ssm/amazon-ssm-agent.log': 'x',
      'srv/logs/agent.txt': 'x',
      'srv/logs/1.agent.txt': 'x',
      'srv/logs/2.agent.txt': 'x',
      'srv/logs/bad.txt': 'x',
      'etc/outside.log': 'inside, as the path cannot leave the root',
      'relative.log': 'x',
    });
    expect(linesOf(discoverIn(root))).toEqual([
      'log-config /etc/amazon/ssm/seelog.xml',
      'agent-log /var/log/amazon/ssm/amazon-ssm-agent.log',
      'agent-log /srv/logs/1.agent.txt',
      'agent-log /srv/logs/2.agent.txt',
      'agent-log /srv/logs/agent.txt',
      'errors-log /srv/logs/bad.txt',
      'agent-log /etc/outside.log',
    ]);
  });

  test('rename the folder of runs, and say that outputs are deleted', () => {
    const root = writeTree({
      'etc/amazon/ssm/amazon-ssm-agent.json': JSON.stringify({
        agent: { OrchestrationRootDir: 'runs' },
        Ssm: { PluginLocalOutputCleanup: 'after-execution' },
      }),
      [`${DOCUMENT}/runs/${COMMAND}/awsrunShellScript/s/stdout`]: 'x',
      [`${DOCUMENT}/orchestration/${COMMAND}/awsrunShellScript/s/stdout`]: 'x',
    });
    const discovery = discoverIn(root);
    expect(linesOf(discovery).slice(1)).toEqual([
      `step-output /${DOCUMENT}/runs/${COMMAND}/awsrunShellScript/s/stdout`,
    ]);
    expect(discovery.skipped).toMatchObject([
      { reason: 'rotated-away', detail: expect.stringContaining('after-execution') },
    ]);
  });

  test.each(['opt/agent/configuration', 'opt/aws/agent/configuration', 'usr/local/agent/configuration'])(
    'are found in %s',
    (folder) => {
      const root = writeTree({ [`${folder}/seelog.xml`]: SEELOG, 'srv/logs/bad.txt': 'x' });
      expect(linesOf(discoverIn(root))).toEqual([
        `log-config /${folder}/seelog.xml`,
        'errors-log /srv/logs/bad.txt',
      ]);
    },
  );

  test('that are broken are read as they are, and leave the usual places', () => {
    const root = writeTree({
      'etc/amazon/ssm/seelog.xml': '<seelog><outputs><file path="/srv/x.log"',
      'etc/amazon/ssm/amazon-ssm-agent.json': '{"Agent":{"OrchestrationRootDir":"../../..",}',
      'var/log/amazon/ssm/errors.log': 'x',
      [`${DOCUMENT}/orchestration/${COMMAND}/awsrunShellScript/s/stdout`]: 'x',
    });
    const discovery = discoverIn(root);
    expect(linesOf(discovery)).toEqual([
      'agent-config /etc/amazon/ssm/amazon-ssm-agent.json',
      'log-config /etc/amazon/ssm/seelog.xml',
      'errors-log /var/log/amazon/ssm/errors.log',
      `step-output /${DOCUMENT}/orchestration/${COMMAND}/awsrunShellScript/s/stdout`,
    ]);
  });
});
