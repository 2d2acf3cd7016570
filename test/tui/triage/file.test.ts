import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  lstatSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { UsageError } from '../../../src/bundle/entry.ts';
import { readTriage, writeTriage } from '../../../src/tui/triage/file.ts';
import { locateTriage } from '../../../src/tui/triage/locate.ts';
import type { TriageEntry } from '../../../src/tui/triage/triage.ts';

const A: TriageEntry = { fingerprint: 'a', mark: 'confirmed', note: 'yes' };
const B: TriageEntry = { fingerprint: 'b', mark: 'dismissed', note: '' };
const text = (...entries: TriageEntry[]) => `${JSON.stringify({ schemaVersion: '1.0', entries }, undefined, 2)}\n`;

let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'goroner-triage-'));
  mkdirSync(join(folder, 'bundle'));
  path = join(folder, 'bundle', 'goroner-triage.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function entries(): Promise<readonly TriageEntry[]> {
  const read = await readTriage(path);
  if (read.kind !== 'read') throw new Error(JSON.stringify(read));
  return [...read.entries.values()];
}

async function problem(): Promise<string> {
  const read = await readTriage(path);
  return read.kind === 'broken' ? read.problem.replaceAll(folder, '') : read.kind;
}

describe('where it is', () => {
  test('in the directory, or in that of the file', async () => {
    writeFileSync(join(folder, 'bundle', 'a.log'), 'x');
    expect(await locateTriage([join(folder, 'bundle')])).toBe(path);
    expect(await locateTriage([join(folder, 'bundle', 'a.log'), folder])).toBe(path);
    expect(await locateTriage(['-', join(folder, 'bundle')])).toBe(path);
  });

  test('nowhere for standard input, pipes and what is gone', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    expect(await locateTriage(['-'])).toBeUndefined();
    expect(await locateTriage([join(folder, 'pipe')])).toBeUndefined();
    expect(await locateTriage([join(folder, 'gone')])).toBeUndefined();
    expect(await locateTriage(['/dev/null'])).toBeUndefined();
  });
});

describe('writing', () => {
  test('makes it for its owner alone, and leaves nothing else', async () => {
    expect(await readTriage(path)).toEqual({ kind: 'none' });
    await writeTriage(path, [A]);
    expect(readFileSync(path, 'utf8')).toBe(text(A));
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(folder, 'bundle'))).toEqual(['goroner-triage.json']);
  });

  test('keeps the mode that it has, whatever the umask', async () => {
    writeFileSync(path, text(A));
    chmodSync(path, 0o666);
    await writeTriage(path, [B]);
    expect(statSync(path).mode & 0o777).toBe(0o666);
    expect(await entries()).toEqual([A, B]);
  });

  test('replaces the file as a whole: who has it open reads the old one to its end', async () => {
    writeFileSync(path, text(A));
    const before = statSync(path).ino;
    await writeTriage(path, [B]);
    expect(statSync(path).ino).not.toBe(before);
  });

  test('of two at once loses neither', async () => {
    const all = Array.from({ length: 20 }, (_, i): TriageEntry => ({ fingerprint: `f${i}`, mark: 'open', note: '' }));
    await Promise.all(all.map(async (one) => writeTriage(path, [one])));
    expect(await entries()).toEqual(all);
  });

  test('takes what another program has put there in between', async () => {
    await writeTriage(path, [A]);
    writeFileSync(path, text(A, B));
    await writeTriage(path, [{ ...A, mark: 'open' }]);
    expect(await entries()).toEqual([{ ...A, mark: 'open' }, B]);
  });

  test('is refused where the file would grow past its bound; it is then as it was', async () => {
    await writeTriage(path, [A]);
    await expect(writeTriage(path, [{ ...B, note: 'x'.repeat(1024 * 1024) }])).rejects.toThrow(
      /^cannot be written: it would be larger than 1 MiB: .*goroner-triage\.json$/,
    );
    expect(readFileSync(path, 'utf8')).toBe(text(A));
    expect(readdirSync(join(folder, 'bundle'))).toHaveLength(1);
    // One that failed does not hold up the next one.
    await writeTriage(path, [B]);
    expect(await entries()).toEqual([A, B]);
  });

  test('says in a line where it cannot', async () => {
    const gone = join(folder, 'none', 'goroner-triage.json');
    await expect(writeTriage(gone, [A])).rejects.toThrow(UsageError);
    await expect(writeTriage(gone, [A])).rejects.toThrow(`cannot be written: no such file or directory: ${gone}`);
  });
});

describe('a file that cannot be used is a line, and stays as it is', () => {
  const line = (why: string) => `/bundle/goroner-triage.json: is no triage file: ${why}; correct it or move it away`;

  test.each([
    [
      'is cut',
      '{"schemaVersion": "1.0", "entr',
      /^\/bundle\/goroner-triage\.json: is no triage file: it is not valid JSON \(.*\); correct it or move it away$/,
    ],
    ['is empty', '', /is not valid JSON/],
    ['is of a later version', text().replace('1.0', '2.0'), /its version is 2\.0/],
    ['is too large', ' '.repeat(1024 * 1024 + 1), /it is larger than 1 MiB; correct/],
    ['is no UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), /it is not UTF-8/],
    ['has controls in it', '{\u001b[2J\n', /^\P{Cc}*$/u],
  ])('it %s', async (_name, content, why) => {
    writeFileSync(path, content);
    expect(await problem()).toMatch(why);
    await expect(writeTriage(path, [A])).rejects.toThrow(
      /^is no triage file: .*; correct it or move it away; it is left as it is: .*json$/,
    );
    expect(readFileSync(path).equals(Buffer.from(content))).toBe(true);
    expect(readdirSync(join(folder, 'bundle'))).toHaveLength(1);
  });

  test('as large as may be it is read', async () => {
    writeFileSync(path, text(A).padEnd(1024 * 1024));
    expect(await entries()).toEqual([A]);
  });

  test('a directory or a pipe of that name', async () => {
    mkdirSync(path);
    expect(await problem()).toBe(line('it is no regular file'));
    rmSync(path, { recursive: true });
    execFileSync('mkfifo', [path]);
    expect(await problem()).toBe(line('it is no regular file'));
  });
});

describe('a link', () => {
  test('out of the directory is neither read nor written', async () => {
    const outside = join(folder, 'outside.json');
    writeFileSync(outside, text(A));
    symlinkSync('../outside.json', path);
    expect(await problem()).toBe(
      '/bundle/goroner-triage.json: is no triage file: it is a link that leads out of its directory: not followed; correct it or move it away',
    );
    await expect(writeTriage(path, [B])).rejects.toThrow(/leads out of its directory/);
    expect(readFileSync(outside, 'utf8')).toBe(text(A));
    expect(lstatSync(path).isSymbolicLink()).toBe(true);
  });

  test('to nothing is not written through', async () => {
    symlinkSync('../new.json', path);
    await expect(writeTriage(path, [B])).rejects.toThrow(/a link to nothing/);
    expect(readdirSync(folder)).toEqual(['bundle']);
  });

  test('within the directory is followed, and stays one', async () => {
    writeFileSync(join(folder, 'bundle', 'marks.json'), text(A));
    symlinkSync('marks.json', path);
    await writeTriage(path, [B]);
    expect(await entries()).toEqual([A, B]);
    expect(lstatSync(path).isSymbolicLink()).toBe(true);
  });

  test('of the directory itself is the user’s own choice', async () => {
    symlinkSync('bundle', join(folder, 'link'));
    await writeTriage(join(folder, 'link', 'goroner-triage.json'), [A]);
    expect(await entries()).toEqual([A]);
  });
});
