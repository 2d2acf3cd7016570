import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { examine } from '../../../src/analyze.ts';

const incident = (name: string) => examine([join(import.meta.dirname, '..', '..', '..', 'samples', 'incidents', name)]);

describe('as captured', () => {
  test('a timeout in go test -json: every line of the dump stands in a record of its own', async () => {
    const { caseFile, artifacts, skipped } = await incident('test-timeout-json');
    expect(artifacts).toMatchObject([{ kinds: ['crash', 'test-output'], status: 'read', wrappers: ['go-test-json'] }]);
    expect(skipped).toStrictEqual([]);
    expect(caseFile.of('test-run')).toMatchObject([
      {
        package: 'goroner.dev/lab/timeouttest',
        outcome: 'timed-out',
        limitSeconds: 1.5,
        unfinished: ['TestDrain', 'TestDrain/bad'],
        running: [{ name: 'TestDrain' }, { name: 'TestDrain/bad' }],
      },
    ]);
    expect(caseFile.of('crash')).toMatchObject([{ truncated: false, test: { timeout: '1.5s', longest: { name: 'TestDrain/bad' } } }]);
    expect(caseFile.of('dump')).toMatchObject([{ goroutines: 4, unparsedLines: 0 }]);
  });

  test.each(['data-race-in-test', 'data-race-in-test-go1.19'])('%s: the report in the middle of the tests', async (name) => {
    const { caseFile, skipped } = await incident(name);
    expect(skipped).toStrictEqual([]);
    expect(
      caseFile.of('race').map(({ on, test: running, unparsedLines, truncated }) => [on, running, unparsedLines, truncated]),
    ).toStrictEqual([
      ['map', 'goroner.dev/lab/racetest.TestRefreshWhileReading', 0, false],
      ['memory', 'goroner.dev/lab/racetest.TestRefreshWhileReading', 0, false],
    ]);
    expect(caseFile.of('test-run')).toMatchObject([
      {
        package: 'goroner.dev/lab/racetest',
        outcome: 'failed',
        crashed: false,
        failed: ['TestRefreshWhileReading', 'TestRefreshWhileReading/after'],
        unfinished: [],
      },
    ]);
  });

  test('a close against a send, and then the panic', async () => {
    const { caseFile } = await incident('data-race-close');
    expect(caseFile.of('race')).toMatchObject([
      {
        on: 'channel-close',
        between: 'main.ask and main.collect',
        access: { kind: 'write', main: true },
        truncated: false,
        unparsedLines: 0,
      },
    ]);
    expect(caseFile.of('race')[0]).not.toHaveProperty('found');
    expect(caseFile.of('crash')).toMatchObject([{ message: 'send on closed channel', culprit: { function: 'main.ask' } }]);
  });
});
