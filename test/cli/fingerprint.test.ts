import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import type { FingerprintListing } from '../../src/report/fingerprints/listing.ts';

// Relative: a golden must not depend on where the project lies.
const INCIDENTS = join('samples', 'incidents');
const GOLDENS = join(import.meta.dirname, '../goldens/fingerprints');

async function run(args: readonly string[], { input, tty }: { readonly input?: string; readonly tty?: boolean } = {}) {
  let stdout = '';
  let stderr = '';
  const code = await main(['fingerprint', ...args], {
    stdout: { write: (text) => (stdout += text), ...(tty === true ? { isTTY: true } : {}) },
    stderr: { write: (text) => (stderr += text) },
    stdin: async function* () {
      yield Buffer.from(input ?? '');
    },
    stdinHasData: () => input !== undefined,
    env: {},
  });
  return { code, stdout, stderr };
}

async function listed(text: string): Promise<FingerprintListing> {
  const { stdout } = await run(['--json', '-'], { input: text });
  return JSON.parse(stdout) as FingerprintListing;
}

const panic = (message: string) =>
  `panic: ${message}\n\ngoroutine 1 [running]:\nmain.f(0x1)\n\t/src/app/main.go:7 +0x1d\nmain.main()\n\t/src/app/main.go:3 +0x1d\nexit status 2\n`;

describe('the text', () => {
  test.each(['panic-chain', 'data-race', 'cpu-quota', 'clonebot'])('of %s', async (incident) => {
    const { code, stdout, stderr } = await run([join(INCIDENTS, incident)]);
    expect([code, stderr]).toEqual([incident === 'cpu-quota' ? 0 : 1, '']);
    await expect(stdout).toMatchFileSnapshot(join(GOLDENS, `${incident}.txt`));
  });

  test('says so where nothing was found', async () => {
    const { code, stdout } = await run(['-'], { input: 'all is well\n' });
    expect([code, stdout]).toEqual([0, 'Nothing was found that could have a fingerprint; goroner inspect says what each file is.\n']);
  });

  test('of a long stack lists the first frames', async () => {
    const { stdout } = await run([join(INCIDENTS, 'stack-overflow-go1.19')]);
    expect(stdout).toMatch(/and \d+ more \(--json lists them\)/);
  });
});

describe('the JSON', () => {
  test('has the text before hashing, all levels and a note for each frame', async () => {
    const { entries, schemaVersion, tool } = await listed(panic('boom 7'));
    expect([schemaVersion, tool.name]).toEqual(['1.0', 'goroner']);
    const [first] = entries;
    expect(first).toMatchObject({ id: 'explicit-panic#1', signature: 'explicit-panic', citation: { path: '<stdin>', firstLine: 1 } });
    const { hash, text = '', levels, notes } = first?.fingerprint ?? { levels: {}, notes: [] };
    expect(hash).toBe(createHash('sha256').update(text).digest('hex').slice(0, 16));
    expect(levels).toMatchObject({ L3: hash });
    expect(notes.map(({ frame, decision }) => `${decision} ${frame}`)).toEqual(['used main.f', 'used main.main']);
  });

  test('of crashes that no finding is about', async () => {
    const { code, stdout } = await run(['--json', '-'], {
      input: panic('boom 7').replace('panic: boom 7', 'fatal error: something that nobody knows'),
    });
    expect(code).toBe(1);
    expect((JSON.parse(stdout) as FingerprintListing).entries.at(-1)).toMatchObject({ title: expect.any(String) as string });
  });

  test('hides secrets of the message; the hash stays', async () => {
    const secret = panic('cannot log in with password=hunter2hunter2');
    const hidden = await run(['--json', '-'], { input: secret });
    const shown = await run(['--json', '--no-redact', '-'], { input: secret });
    expect(hidden.stdout).not.toContain('hunter2hunter2');
    expect(shown.stdout).toContain('hunter2hunter2');
    const hashOf = (text: string) => (JSON.parse(text) as FingerprintListing).entries[0]?.fingerprint.hash;
    expect(hashOf(hidden.stdout)).toBe(hashOf(shown.stdout));
  });
});

test('help and misuse', async () => {
  expect((await run(['--help'])).stdout).toContain('Exit codes: 0 nothing has a fingerprint, 1 something has, 2 could not run.');
  expect((await run(['no-such-file'])).code).toBe(2);
  expect((await run(['--signatures', 'no-such-directory', '-'], { input: 'x' })).code).toBe(2);
});
