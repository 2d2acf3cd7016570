import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { analyze } from '../../src/analyze.ts';
import type { Report } from '../../src/report/report.ts';
import { xz, zstd } from '../bundle/archive/make-compressed.ts';
import { tar } from '../bundle/archive/make-tar.ts';
import { zip } from '../bundle/archive/make-zip.ts';

// Several dumps and profiles, so that facts over several files (growth) depend on which is which.
const INCIDENT = join(import.meta.dirname, '../../samples/incidents/clonebot');

let folder = '';
let directory: Report;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'goroner-forms-'));
  directory = await analyze([INCIDENT]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const members = readdirSync(INCIDENT)
  .toSorted()
  .map((name) => ({ name, data: readFileSync(join(INCIDENT, name)) }));
/** Dumps and profiles that belong together stand apart, and the last first. */
const shuffled = members.toReversed();
const long = (name: string) => ({ name: '././@LongLink', type: 'L', magic: 'gnu' as const, data: `${name}\0` });

/** Every form, with where the incident's files stand in it. */
const FORMS: readonly (readonly [form: string, bytes: () => Buffer, below: string])[] = [
  ['tar', () => tar(...members), ''],
  ['tar, in another order', () => tar(...shuffled), ''],
  ['tar of v7', () => tar(...members.map((one) => ({ ...one, magic: 'none' as const, type: '' }))), ''],
  [
    'tar of GNU with long names',
    () => tar(...shuffled.flatMap((one) => [long(`${'long/'.repeat(40)}${one.name}`), { ...one, name: 'cut', magic: 'gnu' as const }])),
    'long/'.repeat(40),
  ],
  ['tar with a prefix', () => tar(...members.map((one) => ({ ...one, prefix: 'some/where' }))), 'some/where/'],
  ['tar.gz', () => gzipSync(tar(...shuffled)), ''],
  ['tar.xz', () => xz(tar(...shuffled)), ''],
  ['tar.zst', () => zstd(tar(...shuffled)), ''],
  ['zip', () => zip(shuffled), ''],
  ['zip, stored, sizes behind', () => zip(members.map((one) => ({ ...one, method: 0, descriptor: true }))), ''],
  ['zip with zstd in it', () => zip(members.map((one) => ({ ...one, method: 93, stored: zstd(one.data) }))), ''],
  ['zip.gz', () => gzipSync(zip(shuffled)), ''],
  ['zip in tar.gz', () => gzipSync(tar({ name: 'node/in.zip', data: zip(shuffled) })), 'node/in.zip/'],
  [
    'tar.xz in zip in tar.zst',
    () => zstd(tar({ name: 'a.zip', data: zip([{ name: 'b.tar.xz', data: xz(tar(...shuffled)) }]) })),
    'a.zip/b.tar.xz/',
  ],
  ['gz of each file, in a tar', () => tar(...shuffled.map(({ name, data }) => ({ name, data: gzipSync(data) }))), ''],
];

/** What the report says, whatever the archive is called, and whatever numbers facts have got. */
function said(report: Report, prefix: string): unknown {
  const { artifacts, ...bundle } = report.bundle;
  const files = artifacts
    .filter(({ kinds }) => !kinds.includes('archive'))
    .map(({ path, kinds, status, reason }) => ({ path, kinds, status, reason }));
  const text = JSON.stringify({ ...report, bundle: { ...bundle, files } });
  return JSON.parse(text.replaceAll(prefix, '').replaceAll(/"([a-z-]+):\d+"/g, '"$1:N"')) as unknown;
}

describe('an incident in an archive', () => {
  test('there is something to find', () => {
    expect(directory.findings.length).toBeGreaterThan(0);
    expect(directory.facts.growth.length).toBeGreaterThan(0);
  });

  test.each(FORMS)('%s, as a file: the same as the directory', async (form, bytes, below) => {
    const path = join(folder, 'bundle');
    writeFileSync(path, bytes());
    expect(said(await analyze([path]), `${path}/${below}`), form).toEqual(said(directory, `${INCIDENT}/`));
  });

  test.each(FORMS)('%s, by a pipe: the same as the directory', async (_, bytes, below) => {
    const stdin = async function* () {
      yield bytes();
    };
    expect(said(await analyze(['-'], { stdin }), `<stdin>/${below}`)).toEqual(said(directory, `${INCIDENT}/`));
  });

  test('in a directory, beside other files', async () => {
    const around = join(folder, 'around');
    mkdirSync(around);
    cpSync(join(INCIDENT, members[0]?.name ?? ''), join(around, 'loose.txt'));
    writeFileSync(join(around, 'saved.tar'), tar(...members.slice(1)));
    const { bundle } = await analyze([around]);
    expect(bundle.artifacts.map(({ path }) => path)).toEqual([
      'loose.txt',
      'saved.tar',
      ...members.slice(1).map(({ name }) => `saved.tar/${name}`),
    ]);
    expect(bundle.artifacts[1]).toMatchObject({ kinds: ['archive'], status: 'read', wrappers: ['tar'] });
  });

  test('a compressed crash by itself keeps its name', async () => {
    const path = join(folder, 'a.log.zst');
    writeFileSync(path, zstd(members[0]?.data ?? ''));
    expect((await analyze([path])).bundle.artifacts.map((one) => [one.path, one.wrappers])).toEqual([[path, ['zstd']]]);
  });
});
