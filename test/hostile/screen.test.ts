import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ENTER_SCREEN, LEAVE_SCREEN } from '../../src/tui/terminal/sequences.ts';
import { whyNone } from '../pseudo-terminal.ts';
import { ShellSession } from '../shell-session.ts';
import { readOutput } from '../tui/hostile/output-stream.ts';
import { CATALOGUE } from './catalogue.ts';

const BIN = join(import.meta.dirname, '..', '..', 'bin', 'goroner.js');
/** What stands in fields that the bundles of the other tests of the screen do not have. */
const CASES = [
  'json/escape-sequences-in-every-field',
  'text/escape-sequences-in-panics',
  'names/escape-sequences-in-archives',
  'signatures/escape-sequences-in-texts',
];
const ESCAPE = '\u001b';

describe.skipIf(whyNone !== '')('the built command on a terminal', () => {
  let folder = '';
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'goroner-hostile-screen-'));
    for (const name of CASES) {
      const place = join(folder, 'all', name.replaceAll('/', '-'));
      mkdirSync(place, { recursive: true });
      await CATALOGUE.find((one) => one.name === name)?.write(place);
    }
  });
  // A process that was killed may still be writing there.
  afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }));

  test('sends nothing of the hostile corpus but text that acts on nothing', async () => {
    const session = await ShellSession.open(folder, { TERM: 'xterm-256color' });
    try {
      session.run(`${process.execPath} ${BIN} --signatures all/signatures-escape-sequences-in-texts/signatures all`);
      await session.shell.shows(/findings \(\d/);
      for (const keys of ['\r', 'G', ESCAPE, '2', 'jjj\r', ESCAPE, '3', 'G', '4', '5', 'G\r', ESCAPE, '6', ' ', 'G', '?', '1']) {
        session.shell.type(keys);
        await new Promise((resolve) => setTimeout(resolve, 120));
      }
      session.shell.type('\u0003');
      expect(await session.code()).toBe(1);
      await session.expectRestored();
      const { output } = session.shell;
      const sent = readOutput(output.slice(output.indexOf(ENTER_SCREEN), output.lastIndexOf(LEAVE_SCREEN) + LEAVE_SCREEN.length));
      expect(sent.length).toBeGreaterThan(300);
      expect(sent.filter(({ kind }) => kind === 'clipboard')).toEqual([]);
    } finally {
      session.shell.kill();
    }
  });
});
