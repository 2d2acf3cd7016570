import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { HEAP_PLAN } from '../../parsers/pprof/run-parser.ts';
import { buildProfile } from '../../parsers/pprof/build-profile.ts';
import { PIECES } from './pieces.ts';

const SAMPLES = join(import.meta.dirname, '..', '..', '..', 'samples', 'incidents');

/** Files of incidents, each of another kind of artefact. */
const FILES = [
  'data-race/stderr.log',
  'explicit-panic/stderr.log',
  'gc-death-spiral/stderr.log',
  'gc-death-spiral/goroutines.txt',
  'clonebot/goroutines-1.txt',
  'clonebot/goroutines-2.txt',
  'test-timeout/stderr.log',
  'leak-profiles/goroutineleak-2.txt',
  'runqueue-saturation/stderr.log',
  'healthy-labels-go1.27/goroutine.txt',
  'healthy-labels-go1.27/goroutine-3.txt',
];

/** A line of so many bytes. */
const LONG = 10 * 1024 * 1024;

/** Bytes that are no UTF-8: controls of eight bits, a surrogate, a character that is cut. */
const BROKEN = Buffer.from([0x9b, 0x32, 0x4a, 0xff, 0xed, 0xa0, 0x80, 0xe2, 0x82]);

/**
 * Writes a bundle in which the same word stands in every field that a bundle has a say in: names of files and directories, functions, paths of frames,
 * states, labels, panic values, names of tests, lines of logs, sites of a heap profile.
 *
 * @param hostile The words are those of somebody who wants to break the screen; else ordinary ones, at the same places.
 */
export function writeBundle(folder: string, { hostile }: { readonly hostile: boolean }): void {
  let turn = 0;
  const word = (): string => {
    turn += 1;
    return hostile ? (PIECES[turn % PIECES.length] ?? '') : `word${turn % PIECES.length}`;
  };
  // Neither a slash nor a NUL can stand in a name.
  const name = (text: string): Buffer =>
    Buffer.concat([Buffer.from(text), Buffer.from(word().replaceAll(/[/\0]/g, '_')), ...(hostile ? [BROKEN.subarray(0, 4)] : [])]);
  const write = (directory: Buffer, file: Buffer, content: Uint8Array | string): void => {
    const path = Buffer.concat([Buffer.from(`${folder}/`), directory]);
    mkdirSync(path, { recursive: true });
    writeFileSync(Buffer.concat([path, Buffer.from('/'), file]), content);
  };
  for (const one of FILES) {
    const [incident = '', file = ''] = one.split('/');
    const text = readFileSync(join(SAMPLES, incident, file), 'utf8');
    write(name(incident), Buffer.concat([name(file.replace(/\.\w+$/, '')), Buffer.from('.txt')]), tainted(text, word));
  }
  const locations = Object.fromEntries(
    Object.entries(HEAP_PLAN.locations).map(([key, lines]) => [
      key,
      lines.map(([fn, file, line]) => [`${fn}${word()}`, `${file.replace('.go', '')}${word()}.go`, line] as const),
    ]),
  );
  write(Buffer.from('profiles'), Buffer.from('heap.pb.gz'), gzipSync(buildProfile({ ...HEAP_PLAN, locations })));
  const lines = Array.from(
    { length: PIECES.length * 2 },
    (_, at) => `2026-11-20T10:00:${String(at % 60).padStart(2, '0')}Z ERROR ${word()} request ${word()} failed`,
  );
  const long = Buffer.alloc(LONG, `${word()}long `);
  write(
    Buffer.from('logs'),
    name('app'),
    Buffer.concat([
      Buffer.from(`${lines.join('\n')}\n`),
      long,
      Buffer.from('\n'),
      hostile ? BROKEN : Buffer.from('end'),
      Buffer.from('\nlast\n'),
    ]),
  );
}

/** A file of an incident with a word in every name and every line that is its program's own. */
function tainted(text: string, word: () => string): string {
  const once = (): string => word().replaceAll('\n', ' ');
  const lines = text.split('\n').map((line) => {
    if (/^(?:goroutine \d|SCHED |gc \d|={5}|WARNING|-{3} )/.test(line) || line === '') return line;
    if (line.startsWith('panic: ')) return `${line} ${once()}`;
    const named = line
      .replaceAll(/(\/build\/\S+?)(\.go:\d+)/g, (_, path: string, end: string) => `${path}${once()}${end}`)
      .replaceAll(/\bmain\.((?:\(\*?\w+\)\.)?\w+)(?=\(|$)/g, (_, fn: string) => `main.${fn}${once()}`)
      .replaceAll(/"([\w.-]+)":\s?"([\w./-]+)"/g, (_, key: string, value: string) => `"${key}${once()}": "${value}${once()}"`);
    return named === line && !/^\s|^[\w./]+\(|^created by/.test(line) ? `${line} ${once()}` : named;
  });
  const state = once();
  return `${lines.join('\n')}\ngoroutine 9001 [chan receive ${state}, 7 minutes, locked to thread]:\nmain.odd${once()}(0x1)\n\t/build/lab/odd${once()}.go:7 +0x1\ncreated by main.start${once()} in goroutine 1\n\t/build/lab/odd.go:9 +0x1\n`;
}
