import { spawnSync } from 'node:child_process';
import { gzipSync } from 'node:zlib';
import { paxRecord, tar } from '../../bundle/archive/make-tar.ts';
import { zip } from '../../bundle/archive/make-zip.ts';
import { PIECES } from '../../tui/hostile/pieces.ts';
import { CRASH, type HostileCase, put } from '../hostile-case.ts';

/** Neither a slash nor a NUL can stand in a name of a file. */
const asName = (piece: string): string => piece.replaceAll(/[/\0]/g, '_');

/** A tree of so many directories with one file at its end: deeper than a path can be long. */
function deepTree(folder: string, levels: number): void {
  const script = `const fs = require('fs'); for (let i = 0; i < ${levels}; i++) { fs.mkdirSync('d'); process.chdir('d'); } fs.writeFileSync('a.log', ${JSON.stringify(CRASH)});`;
  spawnSync(process.execPath, ['-e', script], { cwd: folder, stdio: 'inherit' });
}

/** Names of files, in directories and in archives. */
export const NAMES: readonly HostileCase[] = [
  {
    name: 'names/climb-out-of-a-tar',
    inspect: true,
    write: (folder) =>
      put(
        folder,
        'x.tar',
        tar({ name: '../../../../tmp/evil.log', data: CRASH }, { name: 'a/../../../b.log', data: CRASH }, { name: '..', data: CRASH }),
      ),
    says: /leads out of the archive/,
  },
  {
    name: 'names/climb-out-of-a-zip-by-backslashes',
    inspect: true,
    write: (folder) =>
      put(
        folder,
        'x.zip',
        zip([
          { name: '..\\..\\windows\\win.ini', data: CRASH },
          { name: 'a\\..\\..\\..\\b', data: CRASH },
        ]),
      ),
    says: /leads out of the archive/,
  },
  {
    name: 'names/absolute-drive-network-and-device',
    inspect: true,
    write: (folder) =>
      put(
        folder,
        'x.zip',
        zip(
          [
            '/etc/cron.d/evil',
            'C:\\logs\\a.log',
            'c:b.log',
            '\\\\host\\share\\c.log',
            '\\\\?\\C:\\d.log',
            'CON',
            'aux.log',
            'e.log:stream',
            '\\\\.\\PhysicalDrive0',
          ].map((name) => ({ name, data: CRASH })),
        ),
      ),
  },
  {
    name: 'names/escape-sequences-in-a-directory',
    inspect: true,
    write: (folder) => {
      for (const [i, piece] of PIECES.entries()) put(folder, Buffer.from(`${i}${asName(piece)}.log`), CRASH);
      put(folder, Buffer.from([0x9b, 0x32, 0x4a, 0xff, 0xed, 0xa0, 0x80, 0xe2, 0x82]), CRASH);
    },
  },
  {
    name: 'names/escape-sequences-in-archives',
    inspect: true,
    write: (folder) => {
      put(folder, 'x.zip', zip(PIECES.map((piece, i) => ({ name: `${i}${piece}`, data: CRASH }))));
      put(
        folder,
        'x.tar',
        tar(
          ...PIECES.flatMap((piece, i) => [
            { name: 'pax', type: 'x', data: paxRecord('path', `${i}${piece}.log`) },
            { name: 'n', data: CRASH },
          ]),
        ),
      );
      put(folder, 'l.tar', tar(...PIECES.map((piece, i) => ({ name: `${i}`, type: i % 2 === 0 ? '1' : '2', link: piece }))));
    },
  },
  {
    name: 'names/line-feeds-and-only-blanks',
    inspect: true,
    write: (folder) => {
      for (const name of ['a\nb.log', '\n', ' ', '\t', '...', '-rf', '--json', '~', '$(id)', '`id`', '%s%n', '\r\n'])
        put(folder, Buffer.from(name), CRASH);
    },
  },
  {
    name: 'names/prototype-keys',
    inspect: true,
    write: (folder) => {
      const names = ['__proto__', 'constructor', 'prototype', 'hasOwnProperty', 'toString', '__proto__/polluted', 'constructor/prototype'];
      put(folder, 'x.tar', tar(...names.map((name) => ({ name, data: CRASH }))));
      for (const name of names.slice(0, 5)) put(folder, `d/${name}`, CRASH);
    },
  },
  {
    name: 'names/same-after-case-and-unicode-folding',
    inspect: true,
    write: (folder) =>
      put(
        folder,
        'x.tar',
        tar(
          ...['a.log', 'A.LOG', './a.log', 'x/../a.log', 'a.log/', 'é.log', 'e\u0301.log', 'ﬁ.log', 'a.log'].map((name) => ({
            name,
            data: CRASH,
          })),
        ),
      ),
  },
  {
    name: 'names/longer-than-any-file-system-takes',
    inspect: true,
    write: (folder) => {
      put(
        folder,
        'x.tar',
        tar(
          { name: 'pax', type: 'x', data: paxRecord('path', 'n'.repeat(900_000)) },
          { name: 'a', data: CRASH },
          { name: '././@LongLink', type: 'L', magic: 'gnu', data: `${'m'.repeat(900_000)}\0` },
          { name: 'b', data: CRASH },
        ),
      );
      put(folder, 'x.zip', zip([{ name: 'z'.repeat(65_535), data: CRASH }]));
      put(folder, 'y.zip', zip([{ name: `${'d/'.repeat(30_000)}a`, data: CRASH }]));
    },
  },
  { name: 'names/tree-of-500-directories', write: (folder) => deepTree(folder, 500) },
  {
    name: 'names/tree-of-5000-directories',
    big: true,
    says: /the name is too long/,
    write: (folder) => {
      put(folder, 'a.log', CRASH);
      deepTree(folder, 5000);
    },
  },
  {
    name: 'names/2000-files-with-a-limit',
    options: ['--limit-entries', '500'],
    limits: ['entries'],
    write: (folder) => {
      for (let i = 0; i < 2000; i++) put(folder, `${i % 30}/${i}.log`, CRASH);
    },
  },
  {
    name: 'names/100000-files',
    big: true,
    limits: ['entries'],
    write: (folder) => {
      for (let i = 0; i < 100_000; i++) put(folder, `${i % 100}/${i}.log`, CRASH);
    },
  },
  {
    name: 'names/5000-names-in-a-zip-and-a-tar-with-a-limit',
    options: ['--limit-entries', '500'],
    limits: ['entries'],
    write: (folder) => manyEntries(folder, 5000),
  },
  { name: 'names/100000-names-in-a-zip-and-a-tar', big: true, limits: ['entries'], write: (folder) => manyEntries(folder, 100_000) },
];

function manyEntries(folder: string, count: number): void {
  const members = Array.from({ length: count }, (_, i) => ({ name: `${i}.log`, data: 'x', method: 0 }));
  put(folder, 'a.zip', zip(members, { count }));
  put(folder, 'b.tar.gz', gzipSync(tar(...members)));
}
