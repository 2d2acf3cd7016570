import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadSignatureDirectory, loadSignatures } from '../../src/matcher/store.ts';
import { signature, yaml } from './fixture.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'goroner-store-'));
});
afterEach(() => rm(directory, { recursive: true }));

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(directory, path)), { recursive: true });
  await writeFile(join(directory, path), text);
}

const own = signature({ id: 'our-own-panic', family: 'ours' });

describe('loadSignatureDirectory', () => {
  test('gives what has no problem, by id', async () => {
    await put('ours/our-own-panic.yaml', yaml(own));
    await put('another.yml', yaml(signature({ id: 'another' })));
    await put('README.md', 'not a signature');
    expect(await loadSignatureDirectory(directory, [])).toEqual({ signatures: [signature({ id: 'another' }), own], problems: [] });
  });

  test('says problems with the whole path', async () => {
    await put('ours/our-own-panic.yaml', yaml({ ...own, severity: 'awful' }));
    const { signatures, problems } = await loadSignatureDirectory(`${directory}/`, []);
    expect(signatures).toEqual([]);
    expect(problems).toEqual([`${directory}/ours/our-own-panic.yaml:7:11: severity must be one of: critical, high, medium, low, info`]);
  });

  test('ids of others are taken', async () => {
    await put('ours/our-own-panic.yaml', yaml(own));
    const { signatures, problems } = await loadSignatureDirectory(directory, [own]);
    expect(signatures).toEqual([]);
    expect(problems).toEqual([
      `${directory}/ours/our-own-panic.yaml:2:5: "our-own-panic" is the id of a built-in signature; give yours another id`,
    ]);
  });

  test('a directory that is not there, is a file, or is empty', async () => {
    expect((await loadSignatureDirectory(join(directory, 'nowhere'), [])).problems[0]).toMatch(
      /nowhere: cannot be read: no such file or directory; give a directory of signature files$/,
    );
    await put('file', '');
    expect((await loadSignatureDirectory(join(directory, 'file'), [])).problems[0]).toContain('cannot be read');
    expect((await loadSignatureDirectory(directory, [])).problems).toEqual([
      `${directory}: has no signature files; put them there as <family>/<id>.yaml`,
    ]);
  });

  test('links are not followed, and what tests read is no signature', async () => {
    await put('ours/our-own-panic.yaml', yaml(own));
    await put('incidents/x/pod.yaml', 'kind: Pod');
    await symlink('/etc/passwd', join(directory, 'ours/passwd.yaml'));
    expect((await loadSignatureDirectory(directory, [])).problems).toEqual([]);
  });
});

describe('loadSignatures', () => {
  test('gives the built-in signatures once, by id', async () => {
    const first = await loadSignatures();
    expect(await loadSignatures()).toBe(first);
    expect(first.map(({ id }) => id)).toEqual(first.map(({ id }) => id).toSorted());
  });
});
