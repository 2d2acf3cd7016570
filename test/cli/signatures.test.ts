import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkSignatures, listSignatures, testSignatures } from '../../src/cli/signatures.ts';
import { UsageError } from '../../src/bundle/entry.ts';
import { signatureSources } from '../../src/matcher/store.ts';
import { page, signature, yaml } from '../matcher/fixture.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'goroner-signatures-'));
});
afterEach(() => rm(directory, { recursive: true }));

const TRACE = `panic: ours: the ledger is torn

goroutine 1 [running]:
main.tear(...)
\t/src/app/main.go:12
main.main()
\t/src/app/main.go:8 +0x1d
exit status 2
`;

const ours = signature({
  id: 'torn-ledger',
  family: 'ours',
  keywords: ['the ledger is torn'],
  evidence: {
    panic: {
      role: 'required',
      weight: 'decisive',
      fact: 'crash',
      where: { message: { endsWith: 'the ledger is torn' } },
      says: '{panic.message}',
    },
  },
  condition: 'panic',
  tests: {
    match: [
      { name: 'a trace', text: TRACE },
      { name: 'a saved log', incident: 'torn' },
    ],
    nearMiss: [
      { name: 'a quotation', text: 'level=info msg="the ledger is torn"\n' },
      { name: 'another panic', text: TRACE.replace('torn', 'whole') },
    ],
    mayAlsoMatch: ['explicit-panic'],
  },
});

async function put(text: string): Promise<void> {
  await mkdir(join(directory, 'incidents/torn'), { recursive: true });
  await writeFile(join(directory, 'incidents/torn/app.log'), TRACE);
  await writeFile(join(directory, 'torn-ledger.yaml'), text);
}

test('list: by family, with roles', async () => {
  const { lines, code } = await listSignatures([
    signature({ id: 'b', family: 'locks', title: 'B', role: 'refuted' }),
    page({ id: 'c', family: 'locks', title: 'C' }),
    signature({ id: 'aa', title: 'A', status: 'experimental' }),
  ]);
  expect(lines).toEqual([
    'channels',
    '  aa  A (cause, critical, experimental)',
    '',
    'locks',
    '  b   B (refuted)',
    '  c   C (refuted, page only)',
    '',
    '3 root causes',
  ]);
  expect(code).toBe(0);
});

describe('check', () => {
  test('a directory without a problem', async () => {
    await put(yaml(ours));
    expect(await checkSignatures(directory)).toEqual({ lines: ['1 signature, no problem'], code: 0 });
  });

  test('one line a problem', async () => {
    await put(yaml({ ...ours, condition: 'panics' }));
    const { lines, code } = await checkSignatures(directory);
    expect(code).toBe(1);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/torn-ledger\.yaml:\d+:12: there is no selection "panics"; use one of: panic$/);
    expect(lines[1]).toBe('1 problem');
  });

  test('the directory of the built-in signatures is what is checked without a directory', async () => {
    const all = await checkSignatures();
    expect(all.code).toBe(0);
    expect(await checkSignatures(signatureSources())).toEqual(all);
    await symlink(signatureSources(), join(directory, 'link'));
    expect(await checkSignatures(join(directory, 'link'))).toEqual(all);
  });

  test('ids of built-in signatures are taken elsewhere', async () => {
    await put(yaml({ ...ours, id: 'send-on-closed-channel' }));
    const { lines, code } = await checkSignatures(directory);
    expect(code).toBe(1);
    expect(lines.join('\n')).toContain('"send-on-closed-channel" is the id of a built-in signature; give yours another id');
  });

  test('a part of the built-in signatures is refused', async () => {
    const part = join(signatureSources(), 'channels');
    await expect(checkSignatures(part)).rejects.toThrow(`${part}: a part of the built-in signatures; leave it out to take all of them`);
    await expect(testSignatures(part)).rejects.toThrow(UsageError);
  });
});

describe('test', () => {
  test('runs the proofs of a directory through the parsers, on texts and on incidents', async () => {
    await put(yaml(ours));
    expect(await testSignatures(directory)).toEqual({ lines: ['1 signature, 12 checks, 0 failed'], code: 0 });
  });

  test('says what fails', async () => {
    await put(yaml({ ...ours, tests: { ...ours.tests, nearMiss: [...ours.tests.nearMiss, { name: 'a real one', text: TRACE }] } }));
    const { lines, code } = await testSignatures(directory);
    expect(lines[0]).toBe('torn-ledger: near miss: a real one: matches, strong: A goroutine sent on a closed channel.');
    expect(code).toBe(1);
  });

  test('is not run where the check fails', async () => {
    await put('format: 1\n');
    const { lines, code } = await testSignatures(directory);
    expect(lines.at(-1)).toBe('the tests were not run: correct these first');
    expect(code).toBe(1);
  });
});
