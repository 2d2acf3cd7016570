import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { sniff } from '../../src/bundle/sniff.ts';

const utf8 = (text: string) => Buffer.from(text, 'utf8');

describe('sniff', () => {
  test.each([
    ['nothing', Buffer.alloc(0), 'empty'],
    ['a log', utf8('2026-01-01 hello\n'), 'text'],
    ['colours and a bell', utf8('\u001b[31mred\u001b[0m and some more text to go with it\u0007\n'), 'text'],
    ['other scripts', utf8('错误: 连接被拒绝 ошибка\n'.repeat(50)), 'text'],
    ['the NULs of copytruncate', Buffer.concat([Buffer.alloc(600), utf8('panic: boom\n')]), 'padding'],
    ['UTF-16 without a mark', Buffer.from('panic: boom, ünd more\n', 'utf16le'), 'text'],
    ['NULs between lines, as a power cut leaves them', Buffer.concat([utf8('a line\n'), Buffer.alloc(900), utf8('another\n')]), 'text'],
    ['a log with a NUL in it', utf8('2026-01-01 a log line with a byte \0 too many, and more text\n'), 'binary'],
    ['gzip', gzipSync('hello'), 'compressed'],
    ['a protobuf', Buffer.from([0x0a, 4, 8, 1, 0x10, 2, 0x0a, 4, 8, 3, 0x10, 4]), 'binary'],
    ['NULs only', Buffer.alloc(100), 'padding'],
    ['zip', Buffer.from([0x50, 0x4b, 3, 4, 20, 0]), 'archive'],
    ['a log with ustar in it', utf8(`${'x'.repeat(257)}ustar and more of it\n`.padEnd(600, 'y')), 'text'],
    ['7z', Buffer.from([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0, 4]), 'other'],
    ['an ELF core', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1]), 'other'],
    ['an execution trace', utf8('go 1.26 trace\0\0\0'), 'other'],
    ['a word that starts like bzip2', utf8('BZhello world\n'), 'text'],
  ])('%s', (_, head, kind) => {
    expect(sniff(head).kind).toBe(kind);
  });

  test('tells UTF-16 by its byte order mark', () => {
    expect(sniff(Buffer.from('\ufeffgoroutine', 'utf16le'))).toEqual({ kind: 'text', encoding: 'utf-16le', bomBytes: 2 });
  });

  test('tells UTF-16 without one by its NULs, in either order', () => {
    const little = Buffer.from('goroutine 1 [running]:\n', 'utf16le');
    expect(sniff(little)).toEqual({ kind: 'text', encoding: 'utf-16le', bomBytes: 0 });
    expect(sniff(Buffer.from(little).swap16())).toEqual({ kind: 'text', encoding: 'utf-16be', bomBytes: 0 });
  });

  test('what may be text with stray bytes is told from what cannot be', () => {
    const log = utf8('2026-01-01 a line of a log that goes on and on\n'.repeat(3));
    log[10] = 0;
    expect(sniff(log)).toEqual({ kind: 'binary', printable: true });
    expect(sniff(Buffer.from('HOME=/\0GOGC=50\0A=1\0'))).toEqual({ kind: 'binary', printable: true });
    expect(sniff(Buffer.from('HOME=/\0\0A=1\0'))).toEqual({ kind: 'binary', printable: false });
    expect(sniff(Buffer.from([0x0a, 4, 8, 1, 0x10, 2, 0, 0, 0x0a]))).toEqual({ kind: 'binary', printable: false });
  });

  test('looks no further than it has to', () => {
    expect(sniff(Buffer.concat([Buffer.alloc(4096, 0x61), Buffer.alloc(4096)])).kind).toBe('text');
  });

  test('random bytes are binary', () => {
    let state = 1;
    const random = Buffer.from(Array.from({ length: 4096 }, () => (state = (state * 48271) % 2147483647) & 0xff));
    expect(sniff(random)).toEqual({ kind: 'binary', printable: false });
  });
});
