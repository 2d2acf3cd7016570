import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readGcLine } from '../../../parsers/gctrace/gc-line.ts';
import { readRelative } from '../../../parsers/gctrace/relatives.ts';

const GO_1_5 = 'gc 554 @65.900s 14%: 8.5+72+17+18+9.7 ms clock, 68+72+0+35/0.41/0.5+78 ms cpu, 944->1825->1293 MB, 1294 MB goal, 8 P';
const GO_1_13 = 'gc 3 @0.003s 6%: 0+0.084+0.016 ms clock, 0.001+0.044/0.5/0.052+0.033 ms cpu, 16->17->12 MB, 17 MB goal, 2 P';
const GO_1_18 =
  'gc 173 @5.050s 37%: 0.012+27+0.038 ms clock, 0.024+7.6/9.7/21+0.076 ms cpu, 71->81->73 MB, 71 MB goal, 12 MB stacks, 1 MB globals, 16 P';
const GO_1_26 =
  'gc 8 @3605.400s 0% (checking for goroutine leaks): 0.12+6.1+0.009 ms clock, 1.9+0/0.18/0.24+0.1 ms cpu, 15->15->14 MB, 30 MB goal, 0 MB stacks, 0 MB globals, 16 P (forced)';

const older = {
  cycle: 3,
  atMs: 3,
  cpuPercent: 6,
  sweepTermMs: 0,
  markMs: 0.084,
  markTermMs: 0.016,
  sweepTermCpuMs: 0.001,
  assistCpuMs: 0.044,
  backgroundCpuMs: 0.5,
  idleCpuMs: 0.052,
  markTermCpuMs: 0.033,
  startMiB: 16,
  endMiB: 17,
  liveMiB: 12,
  goalMiB: 17,
  gomaxprocs: 2,
  fivePhases: false,
  tail: false,
};

describe('gc lines', () => {
  test.each([
    ['Go ≤ 1.17', GO_1_13, older],
    ['a carriage return', `${GO_1_13}\r`, older],
    [
      'Go ≥ 1.18',
      GO_1_18,
      {
        cycle: 173,
        atMs: 5050,
        cpuPercent: 37,
        sweepTermMs: 0.012,
        markMs: 27,
        markTermMs: 0.038,
        sweepTermCpuMs: 0.024,
        assistCpuMs: 7.6,
        backgroundCpuMs: 9.7,
        idleCpuMs: 21,
        markTermCpuMs: 0.076,
        startMiB: 71,
        endMiB: 81,
        liveMiB: 73,
        goalMiB: 71,
        stacksMiB: 12,
        globalsMiB: 1,
        gomaxprocs: 16,
        fivePhases: false,
        tail: false,
      },
    ],
  ])('%s', (_, line, value) => {
    expect(readGcLine(line)).toEqual({ kind: 'ok', value });
  });

  test('Go ≥ 1.26 with a leak check, called for', () => {
    expect(readGcLine(GO_1_26)).toMatchObject({
      kind: 'ok',
      value: { cycle: 8, atMs: 3_605_400, cpuPercent: 0, leakCheck: true, forcedBy: 'call', liveMiB: 14, gomaxprocs: 16 },
    });
  });

  test('Go 1.5: the phases between the stops together are marking', () => {
    expect(readGcLine(GO_1_5)).toMatchObject({
      kind: 'ok',
      value: {
        fivePhases: true,
        sweepTermMs: 8.5,
        markMs: 107,
        markTermMs: 9.7,
        sweepTermCpuMs: 68,
        assistCpuMs: 35,
        backgroundCpuMs: 72.41,
        idleCpuMs: 0.5,
        markTermCpuMs: 78,
      },
    });
  });

  test.each([GO_1_5, GO_1_13, GO_1_18, GO_1_26])('cut anywhere, it is never read as another: %s', (line) => {
    const whole = readGcLine(line);
    for (let end = 'gc 554 @65.900s'.length; end < line.length; end += 1) {
      const reading = readGcLine(line.slice(0, end));
      // All numbers are there: only the mark of a collection that was called for may be gone.
      if (line.slice(end).trim() === '(forced)') {
        expect(reading).toMatchObject({ kind: 'ok', value: { gomaxprocs: 16 } });
        continue;
      }
      expect(reading.kind, line.slice(0, end)).toBe('cut');
    }
    expect(whole.kind).toBe('ok');
  });

  test.each([
    ['other text in the middle', GO_1_18.replace('ms clock', 'ms clpanic: boom')],
    ['too many phases', GO_1_13.replace('0+0.084+0.016', '0+0.084+0.016+1')],
    ['phases of two releases', GO_1_5.replace('68+72+0+35', '68+35')],
    ['no number', GO_1_13.replace('17 MB goal', 'x MB goal')],
  ])('mixed: %s', (_, line) => {
    expect(readGcLine(line).kind).toBe('mixed');
  });

  test('other text behind it takes nothing from it', () => {
    const { tail: _, ...value } = older;
    expect(readGcLine(`${GO_1_13}panic: boom`)).toEqual({ kind: 'ok', value: { ...value, tail: true } });
    expect(readGcLine(`${GO_1_26}goroutine 1 [running]:`)).toMatchObject({ kind: 'ok', value: { forcedBy: 'call', tail: true } });
  });

  test.each(['', 'gc', 'gc 12', 'gc 12 @ noon', 'gc 12 @5 in the morning', 'gc-12 @1s', 'gcc 12 @1.0s 3%', 'GC 12 @1.0s 3%'])(
    'no trace line: %s',
    (line) => {
      expect(readGcLine(line).kind).toBe('no');
    },
  );
});

describe('lines of the relatives', () => {
  test.each([
    ['timer', 'GC forced', { kind: 'timer' }],
    ['pacer, all', 'pacer: sweep done at heap size 6MB; allocated 2MB during sweep; swept 633 pages at +2.495008e-004 pages/byte', {}],
    ['pacer, all, 1.26', 'pacer: sweep done at heap size 30MB; allocated 5MB during sweep; swept 3 pages at 0.0001 pages/byte', {}],
    [
      'pacer, Go ≤ 1.25',
      'pacer: assist ratio=+4.889679e-002 (scan 0 MB in 4->5 MB) workers=0++2.500000e-001',
      { kind: 'pacer', go: { max: '1.25' } },
    ],
    ['pacer, Go ≥ 1.26', 'pacer: assist ratio=1.126 (scan 0 MB in 3->4 MB) workers=0+0.25', { kind: 'pacer', go: { min: '1.26' } }],
    [
      'pacer, Go ≤ 1.17',
      'pacer: H_m_prev=2236962 h_t=+8.750000e-001 H_T=4194304 h_a=+1.3e+000 H_a=5185536 u_a/u_g=+1.5e+000',
      { kind: 'pacer', go: { max: '1.17' } },
    ],
    [
      'pacer, Go ≥ 1.18',
      'pacer: 41% CPU (25 exp.) for 82888+28672+254384 B work (278960 B exp.) in 4194304 B -> 4292608 B (∆goal -65536, cons/mark +0.0e+000)',
      { kind: 'pacer', go: { min: '1.18' } },
    ],
    ['scan, Go ≥ 1.25', 'scan: total 50+80+102=232 objs, 14+7=21 spans', { kind: 'scan', go: { min: '1.25' } }],
    ['scan of a class', 'scan: class 480B 1+0+15=16 objs, 0+2=2 spans', { kind: 'scan' }],
    ['scan of large objects', 'scan: class L 1+0+0=1 objs, 0+0=0 spans', { kind: 'scan' }],
    ['scan without the new marking', 'scan: total 232 objs', { kind: 'scan' }],
    [
      'scvg, Go 1.12',
      'scvg3: inuse: 5, idle: 57, sys: 63, released: 57, consumed: 6 (MB)',
      { releasedKiB: 57 * 1024, go: { max: '1.13' } },
    ],
    ['scvg, Go 1.13', 'scvg: 1 MB released', { kind: 'scavenger', forced: false, go: { max: '1.13' } }],
    [
      'scvg, called for',
      'forced scvg: inuse: 10, idle: 52, sys: 63, released: 52, consumed: 10 (MB)',
      { forced: true, releasedKiB: 53248 },
    ],
    ['scav, Go 1.14', 'scav 0 KiB work, 3576 KiB total, 96% util', { releasedKiB: 3576, forced: false, go: { min: '1.14', max: '1.20' } }],
    ['scav, Go 1.15 to 1.18', 'scav 12 0 KiB work, 3576 KiB total, 96% util', { releasedKiB: 3576, go: { min: '1.15', max: '1.18' } }],
    ['scav with a reset, Go 1.18', 'scav 1 0 KiB work, 48144 KiB total, 99% util [controller reset]', { releasedKiB: 48144 }],
    [
      'scav, Go ≥ 1.21',
      'scav 8 KiB work (bg), 16 KiB work (eager), 5168 KiB now, 99% util (forced)',
      { releasedKiB: 5168, forced: true, go: { min: '1.21' } },
    ],
    [
      'init',
      'init vendor/golang.org/x/net/dns/dnsmessage @0.61 ms, 0.013 ms clock, 1616 bytes, 27 allocs\r',
      { kind: 'init', package: 'vendor/golang.org/x/net/dns/dnsmessage', atMs: 0.61, clockMs: 0.013, bytes: 1616, go: { min: '1.16' } },
    ],
  ])('%s', (_, line, value) => {
    expect(readRelative(line)).toMatchObject(value);
  });

  test.each([
    '',
    'GC forced by the operator',
    'pacer: on',
    'scan: done',
    'scan: total eclipse',
    'scavenging',
    'scav 0 KiB wo',
    `scav 0 KiB work, ${'7'.repeat(400)} KiB total, 96% util`,
    'scvg',
    'forced scvg: later',
    'init main',
    'init: starting',
    'initialised in 3 ms',
    'info',
  ])('no: %s', (line) => {
    expect(readRelative(line)).toBeUndefined();
  });
});

test('a hostile line costs linear time', () => {
  const started = performance.now();
  readGcLine(`gc 1 @${'1'.repeat(1 << 20)}s`);
  readGcLine(`gc 1 @1.0s 3%: ${'1+'.repeat(1 << 19)}`);
  readRelative(`init ${'a'.repeat(1 << 20)} @`);
  readRelative(`scan: total ${'1+'.repeat(1 << 19)} x`);
  readRelative(`pacer: assist ratio=${'1'.repeat(1 << 20)}`);
  readRelative(`scav ${'1'.repeat(1 << 20)}`);
  expect(performance.now() - started).toBeLessThan(1000);
});

test('nothing is ever thrown', () => {
  const words = [
    'gc ',
    '1',
    ' @',
    '0.1',
    's ',
    '%',
    ': ',
    '+',
    '/',
    ' ms clock, ',
    ' ms cpu, ',
    '->',
    ' MB, ',
    ' MB goal, ',
    ' P',
    ' (forced)',
  ];
  const piece = fc.oneof(fc.string(), fc.constantFrom(...words, 'scav ', 'pacer: ', 'init ', 'scan: ', 'scvg: '));
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 16 }), (pieces) => {
      const line = pieces.join('');
      return ['ok', 'cut', 'mixed', 'no'].includes(readGcLine(line).kind) && readRelative(line) !== null;
    }),
  );
});
