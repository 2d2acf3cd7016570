import { type Transition as Row, nextIn } from '../transitions.ts';
import type { LineKind } from './line.ts';

/**
 * Where the reader of race reports stands.
 * `outside`: no report is open. `head`: `WARNING: DATA RACE` was read, an access is due. `section`: a heading was read, its stack is
 * due. `call`: a function was read, its place is due. `frame`: a frame is complete, or the stack could not be restored. `gap`: the
 * section is over, or a line without a stack was read.
 */
export type State = 'outside' | 'head' | 'section' | 'call' | 'frame' | 'gap';

/** One transition: in state `from`, a line like `sample` leads to `to`. */
export type Transition = Row<State, LineKind>;

const RULE = '==================';
const HEAD = 'WARNING: DATA RACE';
const ACCESS = 'Write at 0x00c00001a0b8 by goroutine 7:';
const CREATED = 'Goroutine 7 (running) created at:';
const HEAP = 'Heap block of size 16 at 0x00c00001a0b0 allocated by main goroutine:';
const GLOBAL = 'Global var counter of size 8 at 0x0000006226a0 declared at /src/app/glue.c:3';
const CALL = '  main.(*Store).put()';
const PLACE = '      /src/app/store.go:19 +0x30';
const C_FRAME = '    #0 put /src/app/glue.c:12 (app+0x4a051f)';
const FAILED = '  [failed to restore the stack]';
const MUTEX = '  Mutex M9 (0x7b0c00000000) created at:';
const REMARK = 'SUMMARY: ThreadSanitizer: data race /src/app/glue.c:12 in put';

const row = (from: State, line: LineKind, sample: string, to: State): Transition => ({ from, line, sample, to });

/** States in which a report is open. */
export const OPEN: readonly State[] = ['head', 'section', 'call', 'frame', 'gap'];

/** What may follow anywhere in a report: its end, the next heading (blank lines get lost in copies), the next report. */
const anywhere = (from: State): Transition[] => [
  row(from, 'rule', RULE, 'outside'),
  row(from, 'found', 'Found 1 data race(s)', 'outside'),
  row(from, 'head', HEAD, 'head'),
  row(from, 'deadlock', 'WARNING: DEADLOCK', 'head'),
  row(from, 'access', ACCESS, 'section'),
  row(from, 'created', CREATED, 'section'),
  row(from, 'heap', HEAP, 'section'),
  row(from, 'other-section', MUTEX, 'section'),
  row(from, 'global', GLOBAL, 'gap'),
  row(from, 'remark', REMARK, 'gap'),
];

/**
 * Every transition. A line whose kind has no row for the present state is foreign: it changes nothing and is left to the other
 * parsers. It is counted if lines of the report follow it; after too many in a row the report is over.
 */
export const TRANSITIONS: readonly Transition[] = [
  row('outside', 'rule', RULE, 'outside'),
  row('outside', 'head', HEAD, 'head'),
  row('outside', 'deadlock', 'WARNING: DEADLOCK', 'head'),
  row('outside', 'found', 'Found 1 data race(s)', 'outside'),

  ...OPEN.flatMap(anywhere),

  row('head', 'blank', '', 'head'),

  row('section', 'number', '25:', 'section'),
  row('section', 'call', CALL, 'call'),
  row('section', 'failed', FAILED, 'frame'),
  row('section', 'c-frame', C_FRAME, 'frame'),
  row('section', 'place', PLACE, 'frame'),
  row('section', 'blank', '', 'section'),

  row('call', 'place', PLACE, 'frame'),
  row('call', 'call', CALL, 'call'),
  row('call', 'blank', '', 'gap'),

  row('frame', 'call', CALL, 'call'),
  row('frame', 'place', PLACE, 'frame'),
  row('frame', 'c-frame', C_FRAME, 'frame'),
  row('frame', 'blank', '', 'gap'),

  row('gap', 'call', CALL, 'call'),
  row('gap', 'place', PLACE, 'frame'),
  row('gap', 'c-frame', C_FRAME, 'frame'),
  row('gap', 'failed', FAILED, 'frame'),
  row('gap', 'blank', '', 'gap'),
];

/** Samples of lines that change nothing in any state. */
export const FOREIGN_SAMPLES: readonly string[] = [
  '2024/01/02 15:04:05 listening on :8080',
  '\t/src/app/main.go:12',
  'read by everyone: the manual',
  '{"level":"warn","msg":"WARNING: DATA RACE"}',
];

/** The state that a line of this kind leads to; undefined where it is foreign there. */
export const nextState = nextIn(TRANSITIONS);
