import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { examine } from '../../src/analyze.ts';
import { CaseFile } from '../../src/evidence/case-file.ts';
import type { DumpFact } from '../../src/evidence/facts/dump.ts';
import { programsOfFiles } from '../../src/evidence/programs.ts';
import { sanitize } from '../../src/text/safe-text.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** The facts of some loose files. */
async function factsOf(files: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(tmpdir(), 'goroner-programs-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const { caseFile } = await examine([folder]);
  const processes = new Map<string, string | undefined>();
  for (const { scope, citations } of caseFile.all) processes.set(citations[0].path.split('/').at(-1) ?? '', scope.process);
  return { caseFile, processes };
}

/** A dump: workers that wait, and the main function, of a program in a folder. */
function dump(place: string, workers: number, main = `${place}/main.go`): string {
  const waiting = Array.from(
    { length: workers },
    (_, n) =>
      `goroutine ${n + 20} [chan receive]:\nmain.work(0xc000012080)\n\t${place}/work.go:12 +0x19\n` +
      `created by main.main in goroutine 1\n\t${main}:30 +0x5f\n\n`,
  ).join('');
  return (
    `goroutine 1 [running]:\nruntime/pprof.writeGoroutineStacks({0x7b5ac0, 0xc000012080})\n\t/usr/local/go/src/runtime/pprof/pprof.go:764 +0x6a\n` +
    `main.main()\n\t${main}:33 +0x5f\n\n${waiting}`
  );
}

const panicIn = (place: string) => `panic: no tenant\n\ngoroutine 1 [running]:\nmain.main()\n\t${place}/main.go:12 +0x1d\nexit status 2\n`;

describe('loose files of different programs', () => {
  test('are of different processes', async () => {
    const { caseFile, processes } = await factsOf({
      'a.txt': dump('/src/shop', 20),
      'b.txt': dump('/src/mail', 60),
      'events.log': '2026/01/02 03:04:05 http: Server closed\n',
    });
    expect(processes).toEqual(
      new Map([
        ['a.txt', 'shop'],
        ['b.txt', 'mail'],
        ['events.log', undefined],
      ]),
    );
    expect(caseFile.of('growth')).toEqual([]);
  });

  test('are told apart by more of the path where their folders have one name', async () => {
    const { processes } = await factsOf({ 'a.txt': dump('/src/shop/cmd', 3), 'b.txt': dump('example.org/mail/cmd', 3) });
    expect([...processes.values()]).toEqual(['shop/cmd', 'mail/cmd']);
  });

  test('in folders of one path, by the files of their functions', async () => {
    const { processes } = await factsOf({ 'a.txt': dump('/src/app', 3), 'b.txt': dump('/src/app', 3, '/src/app/server.go') });
    expect([...processes.values()]).toEqual(['app#1', 'app#2']);
  });

  test('a crash and a dump', async () => {
    const { processes } = await factsOf({ 'app.log': panicIn('/src/shop'), 'dump.txt': dump('/src/mail', 3) });
    expect([...processes.values()]).toEqual(['shop', 'mail']);
  });

  test('profiles that name different binaries', () => {
    const caseFile = new CaseFile();
    for (const program of ['shop', 'mail', 'shop'])
      caseFile.add({
        type: 'dump',
        scope: {},
        certainty: 'stated',
        citations: [{ path: sanitize(`${program}.pprof`), excerpt: [] }],
        program: sanitize(program),
      } as unknown as DumpFact);
    const scopeOf = programsOfFiles(caseFile);
    expect(scopeOf({}, 'shop.pprof')).toEqual({ process: 'shop' });
    expect(scopeOf({}, 'mail.pprof')).toEqual({ process: 'mail' });
    expect(scopeOf({}, 'other.pprof')).toEqual({});
  });
});

describe('what does not contradict stays one process', () => {
  test('two dumps of one program at two times', async () => {
    const { caseFile, processes } = await factsOf({ 'dump-1.txt': dump('/src/shop', 20), 'dump-2.txt': dump('/src/shop', 60) });
    expect([...new Set(processes.values())]).toEqual([undefined]);
    expect(caseFile.of('growth')).not.toEqual([]);
  });

  test('a log and a dump of one program', async () => {
    const { processes } = await factsOf({ 'app.log': panicIn('/src/shop'), 'dump.txt': dump('/src/shop', 3) });
    expect([...processes.values()]).toEqual([undefined, undefined]);
  });

  test('a dump that shows nothing of package main', async () => {
    const library = 'goroutine 7 [select]:\nexample.org/lib.run()\n\t/pkg/mod/example.org/lib/run.go:7 +0x1\n\n';
    const { processes } = await factsOf({ 'a.txt': dump('/src/shop', 3), 'b.txt': `${library}${library.replace('7 [', '8 [')}` });
    expect([...processes.values()]).toEqual([undefined, undefined]);
  });

  test('a log that holds the ends of several programs, beside a dump of one of them', async () => {
    const { processes } = await factsOf({ 'all.log': panicIn('/src/shop') + panicIn('/src/mail'), 'dump.txt': dump('/src/shop', 3) });
    expect([...processes.values()]).toEqual([undefined, undefined]);
  });

  test('files of which the bundle says whose they are', () => {
    const scopeOf = programsOfFiles(new CaseFile());
    const scope = { pod: sanitize('web-0') };
    expect(scopeOf(scope, 'a.txt')).toBe(scope);
  });
});
