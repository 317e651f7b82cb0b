import { describe, expect, test } from 'vitest';
import { parseSeelogConfig } from '../../parsers/seelog-config.ts';

describe('parseSeelogConfig', () => {
  test('gives every file that records go to, with the filter around it', () => {
    const config = parseSeelogConfig(`\uFEFF<?xml version="1.0"?>
      <!-- by hand -->
      <seelog type="adaptive" minlevel="INFO">
        <exceptions><exception filepattern="x*" minlevel="error"/></exceptions>
        <outputs formatid="f">
          <console formatid="f"/>
          <rollingfile type="size" filename="/logs/a &amp; b.log" maxsize="1" maxrolls="5"/>
          <splitter><file path="/logs/plain.log"/></splitter>
          <filter levels="error, critical">
            <rollingfile type="date" filename="/logs/e.log" datepattern="2006-01-02" namemode="prefix"
              archivetype="gzip" archivepath="/logs/old/"/>
          </filter>
        </outputs>
        <formats><format id="f" format="%Msg%n"/></formats>
      </seelog>`);
    const usual = { nameMode: 'postfix', archive: 'none', archivePath: null, levels: null };
    expect(config).toEqual({
      ok: true,
      value: {
        minLevel: 'info',
        outputs: [
          { ...usual, filename: '/logs/a & b.log', roll: 'size' },
          { ...usual, filename: '/logs/plain.log', roll: 'none' },
          {
            filename: '/logs/e.log',
            roll: 'date',
            nameMode: 'prefix',
            archive: 'gzip',
            archivePath: '/logs/old/',
            levels: ['error', 'critical'],
          },
        ],
      },
    });
  });

  test.each([
    ['nothing', ''],
    ['no XML', '{"a": 1}'],
    ['an element that is cut', '<seelog><outputs><rollingfile type="size"'],
    ['an element that is not closed', '<seelog><outputs></seelog>'],
    ['another document', '<html></html>'],
    ['binary data', '\u0000\u0001<'],
  ])('says that %s is malformed', (_, text) => {
    expect(parseSeelogConfig(text)).toMatchObject({ ok: false, detail: expect.stringMatching(/./) });
  });

  test('expands no entities of a document type', () => {
    const text = `<!DOCTYPE s [<!ENTITY a "${'x'.repeat(100)}"><!ENTITY b "&a;&a;">]>
      <seelog><outputs><file path="/&b;"/></outputs></seelog>`;
    expect(parseSeelogConfig(text)).toMatchObject({ value: { outputs: [{ filename: '/&b;' }] } });
  });

  test('goes neither too deep nor on without end', () => {
    const deep = parseSeelogConfig(`<seelog>${'<a>'.repeat(5000)}${'</a>'.repeat(5000)}</seelog>`);
    const wide = parseSeelogConfig(`<seelog><outputs>${'<file path="/x"/>'.repeat(5000)}</outputs></seelog>`);
    expect(deep).toMatchObject({ ok: false });
    expect(wide.ok ? wide.value.outputs : []).toHaveLength(100);
  });
});
