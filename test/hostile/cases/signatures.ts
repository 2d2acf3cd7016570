import { symlinkSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { PIECES } from '../../tui/hostile/pieces.ts';
import { CRASH, type HostileCase, MIB, put } from '../hostile-case.ts';

/** A signature of one's own whose message must match a pattern; `title` and `says` as they are given. */
function signature(id: string, pattern: string, { title = 'Own', says = 'it says "{panic.message}"' } = {}): string {
  const q = JSON.stringify;
  return `format: 1
id: ${id}
title: ${q(title)}
family: own
status: stable
role: cause
severity: critical
applies:
  facts: [crash]
keywords: []
evidence:
  panic:
    role: required
    weight: decisive
    fact: crash
    where:
      message: { matches: ${q(pattern)} }
    says: ${q(says)}
condition: panic
distinct: [panic.message]
explains: []
inconclusive: []
summary: ${q(`${title} {panic.message}`)}
why: ${q(title)}
fix: ${q(title)}
remediation:
  mitigate: [${q(title)}]
  fix: [${q(title)}]
  prevent: [${q(title)}]
collect: []
falsePositives: [${q(title)}]
symptoms: [own]
references: []
tests:
  match:
    - { name: one, text: 'x' }
    - { name: two, text: 'x' }
  nearMiss:
    - { name: three, text: 'x' }
    - { name: four, text: 'x' }
  mayAlsoMatch: []
`;
}

const LINE = `panic: ${'a b'.repeat(20_000)}!\n\ngoroutine 1 [running]:\nmain.main()\n\t/a.go:1 +0x1\n`;
const options = (folder: string): readonly string[] => ['--signatures', join(folder, 'signatures'), join(folder, 'bundle')];
const bomb = (name: string, pattern: string): HostileCase => ({
  name: `signatures/${name}`,
  paths: options,
  write: (folder) => {
    put(folder, 'signatures/own/own.yaml', signature('own', pattern));
    put(folder, 'bundle/a.log', LINE);
  },
});
const refused = (name: string, text: string | Uint8Array, what: RegExp): HostileCase => ({
  name: `signatures/${name}`,
  paths: options,
  refused: what,
  write: (folder) => {
    put(folder, 'signatures/own/own.yaml', text);
    put(folder, 'bundle/a.log', CRASH);
  },
});

/** Signatures that come from others. */
export const SIGNATURES: readonly HostileCase[] = [
  bomb('nested-repetition', '^(\\w+\\s?)*$'),
  bomb('alternatives-that-overlap', '^(a|a b|ab|a)*$'),
  bomb('repetition-of-repetition', '((a*)*)*\\d'),
  bomb('dots-in-a-row', '.*.*.*.*.*.*=.*'),
  refused('look-around', signature('own', '(?<!a)b(?=c)'), /own\.yaml/),
  refused('back-reference', signature('own', '(a+)\\1'), /own\.yaml/),
  refused('repetition-100000-times', signature('own', 'a{100000}'), /own\.yaml/),
  refused('repetition-of-repetition-1000-times', signature('own', '((((a{100}){100}){100}){100})'), /own\.yaml/),
  refused('100000-brackets', signature('own', '('.repeat(100_000)), /own\.yaml/),
  refused('100000-brackets-closed', signature('own', `${'('.repeat(100_000)}a${')'.repeat(100_000)}`), /own\.yaml/),
  refused(
    'billion-laughs',
    `a: &a [x,x]\n${Array.from({ length: 30 }, (_, i) => `b${i}: &b${i} [${`*${i === 0 ? 'a' : `b${i - 1}`},`.repeat(10)}]`).join('\n')}\n`,
    /own\.yaml/,
  ),
  refused('20000-levels', `format: ${'['.repeat(20_000)}${']'.repeat(20_000)}\n`, /own\.yaml/),
  refused('20000-levels-of-maps', `format: ${'{a: '.repeat(20_000)}\n`, /own\.yaml/),
  refused('no-text', Buffer.from(Array.from({ length: 5000 }, (_, i) => i % 256)), /own\.yaml/),
  refused('20-mb', `# ${'x'.repeat(20 * MIB)}\nformat: 1\n`, /own\.yaml/),
  refused('a-million-keys', `${Array.from({ length: 200_000 }, (_, i) => `k${i}: 1`).join('\n')}\n`, /own\.yaml/),
  refused(
    'prototype-keys',
    signature('__proto__', 'a').replace('evidence:', '__proto__: {polluted: true}\nconstructor: x\nevidence:'),
    /own\.yaml/,
  ),
  refused(
    'escape-sequences-in-keys',
    `${PIECES.map((piece, i) => `${JSON.stringify(`${i}${piece}`)}: ${JSON.stringify(piece)}`).join('\n')}\n`,
    /own\.yaml/,
  ),
  refused('escape-sequences-bare', PIECES.join(': '), /own\.yaml/),
  {
    name: 'signatures/escape-sequences-in-names',
    paths: options,
    refused: /\.yaml/,
    write: (folder) => {
      put(folder, 'bundle/a.log', CRASH);
      for (const [i, piece] of PIECES.entries())
        put(folder, `signatures/${i}${piece.replaceAll(/[/\0]/g, '_')}/x${piece.replaceAll(/[/\0]/g, '_')}.yaml`, 'x: 1');
    },
  },
  {
    name: 'signatures/escape-sequences-in-texts',
    paths: options,
    write: (folder) => {
      put(folder, 'bundle/a.log', CRASH);
      const all = PIECES.join(' ').replaceAll(/[{}]/g, '');
      put(folder, 'signatures/own/own.yaml', signature('own', 'boom', { title: all, says: all }));
    },
  },
  {
    name: 'signatures/special-files-and-links',
    paths: options,
    refused: /./,
    write: (folder) => {
      put(folder, 'bundle/a.log', CRASH);
      put(folder, 'signatures/own/x.yaml', 'x: 1');
      if (spawnSync('mkfifo', [join(folder, 'signatures/own/fifo.yaml')]).status !== 0) return 'there is no mkfifo';
      symlinkSync('/dev/zero', join(folder, 'signatures/own/zero.yaml'));
      symlinkSync('..', join(folder, 'signatures/own/up'));
      return undefined;
    },
  },
  {
    name: 'signatures/not-there',
    paths: (folder) => ['--signatures', join(folder, 'no\u001b]0;x\u0007\nwhere'), folder],
    refused: /no such file/,
    write: (folder) => put(folder, 'a.log', CRASH),
  },
  {
    name: 'command/a-path-that-is-not-there',
    paths: (folder) => [join(folder, `no${PIECES.join('').replaceAll(/[/\0]/g, '')}`)],
    refused: /no such file|name is too long/,
    write: () => undefined,
  },
  {
    name: 'command/options-with-escape-sequences',
    paths: (folder) => ['--\u001b]0;x\u0007\n\u202e', folder],
    refused: /unknown option/,
    write: () => undefined,
  },
  {
    name: 'command/an-output-that-cannot-be',
    paths: (folder) => ['--output', join(folder, 'no\u001b[2J\n/where'), folder],
    refused: /cannot be written/,
    write: (folder) => put(folder, 'a.log', CRASH),
  },
  {
    name: 'command/marks-of-findings-that-are-hostile',
    write: (folder) => {
      put(folder, 'a.log', CRASH);
      const entry = { fingerprint: '__proto__', mark: 'confirmed', note: PIECES.join(' ') };
      put(folder, 'goroner-triage.json', JSON.stringify({ schemaVersion: '1.0', entries: Array.from({ length: 500 }, () => entry) }));
    },
  },
];
