import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDetailLine } from '../../../parsers/schedtrace/detail-line.ts';
import { readSchedLine } from '../../../parsers/schedtrace/sched-line.ts';

const GO_1_19 = 'SCHED 503ms: gomaxprocs=2 idleprocs=0 threads=4 spinningthreads=1 idlethreads=2 runqueue=3 [6 7]';
const GO_1_23 = 'SCHED 503ms: gomaxprocs=2 idleprocs=0 threads=4 spinningthreads=1 needspinning=1 idlethreads=2 runqueue=3 [6 7]';
const GO_1_25 =
  'SCHED 503ms: gomaxprocs=2 idleprocs=0 threads=4 spinningthreads=1 needspinning=1 idlethreads=2 runqueue=3 [ 6 7 ] schedticks=[ 74 91 ]';
const DETAIL_1_19 =
  'SCHED 0ms: gomaxprocs=8 idleprocs=8 threads=9 spinningthreads=0 idlethreads=3 runqueue=0 gcwaiting=1 nmidlelocked=0 stopwait=2 sysmonwait=0';
const DETAIL_1_23 =
  'SCHED 0ms: gomaxprocs=8 idleprocs=8 threads=9 spinningthreads=0 needspinning=0 idlethreads=3 runqueue=0 gcwaiting=true nmidlelocked=-1 stopwait=2 sysmonwait=false';

const base = {
  form: 'plain',
  atMs: 503,
  gomaxprocs: 2,
  idleprocs: 0,
  threads: 4,
  spinningthreads: 1,
  idlethreads: 2,
  runqueue: 3,
  localQueues: [6, 7],
};

describe('SCHED lines', () => {
  test.each([
    ['Go ≤ 1.19', GO_1_19, base],
    ['Go 1.20 to 1.24', GO_1_23, { ...base, needspinning: 1 }],
    ['Go ≥ 1.25', GO_1_25, { ...base, needspinning: 1, schedticks: [74, 91] }],
    ['trailing blanks and a carriage return', `${GO_1_25}  \r`, { ...base, needspinning: 1, schedticks: [74, 91] }],
  ])('%s', (_, line, value) => {
    expect(readSchedLine(line)).toEqual({ kind: 'ok', value });
  });

  test.each([
    ['Go ≤ 1.19: 0 and 1', DETAIL_1_19],
    ['Go ≥ 1.20: false and true', DETAIL_1_23],
  ])('detailed form, %s', (_, line) => {
    expect(readSchedLine(line)).toMatchObject({
      kind: 'ok',
      value: { form: 'detail', gcwaiting: true, stopwait: 2 },
    });
  });

  test.each([GO_1_19, GO_1_23, GO_1_25, DETAIL_1_19, DETAIL_1_23])('cut anywhere, it is never read as whole: %s', (line) => {
    for (let end = 'SCHED 503ms:'.length; end < line.length; end += 1) {
      expect(readSchedLine(line.slice(0, end)).kind, line.slice(0, end)).toBe('cut');
    }
  });

  test.each([
    ['other text in the middle', GO_1_19.replace('threads=4', 'thrpanic: boom')],
    ['other text behind', `${GO_1_19}panic: boom`],
    ['fewer queues than Ps', GO_1_19.replace('[6 7]', '[6]')],
    ['more queues than Ps', GO_1_19.replace('[6 7]', '[6 7 8]')],
    ['more digits than a counter has', GO_1_19.replace('runqueue=3', 'runqueue=1234567890123456')],
  ])('mixed: %s', (_, line) => {
    expect(readSchedLine(line).kind).toBe('mixed');
  });

  test.each(['', 'SCHED', 'SCHED_FIFO set', 'SCHED 5', 'SCHED 0ms: the first line', 'sched 0ms: gomaxprocs=2', 'x SCHED'])(
    'no trace line: %s',
    (line) => {
      expect(readSchedLine(line).kind).toBe('no');
    },
  );
});

describe('P, M and G lines', () => {
  const m = '  M0: p=1 curg=19 mallocing=0 throwing=0 preemptoff= locks=2 dying=0 spinning=false blocked=false lockedg=nil';
  test.each([
    ['P, Go 1.13', '  P0: status=1 schedtick=93 syscalltick=5 m=9 runqsize=6 gfreecnt=0', { id: 0, status: 1, schedtick: 93, runqsize: 6 }],
    ['P, Go ≥ 1.14', '  P11: status=0 schedtick=3 syscalltick=0 m=nil runqsize=0 gfreecnt=0 timerslen=1', { id: 11, status: 0 }],
    ['trimmed by a log collector', 'P0: status=3 schedtick=2 syscalltick=0 m=-1 runqsize=0 gfreecnt=0', { id: 0, status: 3 }],
    ['M on a P', m, { kind: 'M', p: 1, curg: 19, dying: false }],
    ['M without P, Go ≤ 1.19', m.replace('p=1', 'p=-1').replace('curg=19', 'curg=-1').replace('nil', '-1'), { kind: 'M', dying: false }],
    ['M with a reason not to be preempted', m.replace('preemptoff=', 'preemptoff=GC worker init'), { p: 1 }],
    ['M that dies', m.replace('dying=0', 'dying=1'), { dying: true }],
    ['M that throws', m.replace('throwing=0', 'throwing=2'), { dying: true }],
    ['M, Go 1.10', m.replace(' spinning', ' helpgc=0 spinning'), { dying: false }],
    ['parked G', '  G3: status=4(GC sweep wait) m=nil lockedm=nil', { status: 4, parkedFor: 'GC sweep wait' }],
    ['parked G that is scanned', '  G3: status=4100(chan receive) m=-1 lockedm=-1', { parkedFor: 'chan receive' }],
    ['reason with parentheses', '  G9: status=4(chan receive (nil chan)) m=nil lockedm=7', { parkedFor: 'chan receive (nil chan)' }],
  ])('%s', (_, line, value) => {
    expect(readDetailLine(line)).toMatchObject({ kind: 'ok', value });
  });

  test('the reason of a goroutine that runs is stale', () => {
    expect(readDetailLine('  G1: status=2(chan receive) m=0 lockedm=nil')).toEqual({
      kind: 'ok',
      value: { kind: 'G', id: 1, status: 2 },
    });
  });

  test.each(['  M0: p=1 curg=nil mallocing=0 throw', '  M0: p=ni', '  G1: status=4(GC swe', '  P0: status=1 schedtick='])(
    'cut: %s',
    (line) => {
      expect(readDetailLine(line).kind).toBe('cut');
    },
  );

  test.each(['  G1: status=4(sleep) m=panic: boom', `${m} and more`, '  P0: status=1 schedtick=x'])('mixed: %s', (line) => {
    expect(readDetailLine(line).kind).toBe('mixed');
  });

  test.each(['', '  ', '  P: x', '  G1: x', 'Goroutine 1', '  M0: q=1', 'main.main()', '  PID: 7'])('no: %s', (line) => {
    expect(readDetailLine(line).kind).toBe('no');
  });

  test('a hostile line costs linear time', () => {
    const started = performance.now();
    readDetailLine(`${' '.repeat(1 << 20)}G1: status=4(${') m'.repeat(1 << 19)}`);
    readSchedLine(`SCHED 1ms: gomaxprocs=999999 idleprocs=0 threads=1 spinningthreads=0 idlethreads=0 runqueue=0 [${'0 '.repeat(1 << 19)}`);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  test('nothing is ever thrown', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom(
        'SCHED ',
        '1ms:',
        ' gomaxprocs=',
        '2',
        ' idleprocs=0',
        ' [',
        ' ] schedticks=[ ',
        '  G1: status=',
        '4(',
        ') m=',
        'nil',
        '-1',
        '  M0: p=',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const line = pieces.join('');
        return ['ok', 'cut', 'mixed', 'no'].includes(readSchedLine(line).kind) && readDetailLine(line).kind !== undefined;
      }),
    );
  });
});
