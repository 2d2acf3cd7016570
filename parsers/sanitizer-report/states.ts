import { type Transition as Row, nextIn } from '../transitions.ts';
import type { LineKind } from './line.ts';

/**
 * Where the reader of sanitizer reports stands.
 * `outside`: no report is open. `head`: the first line was read. `stack`: a heading or a frame was read, frames may follow. `gap`: no
 * stack is open. `tail`: the summary was read; threads, the shadow memory and the last word may follow.
 */
export type State = 'outside' | 'head' | 'stack' | 'gap' | 'tail';

/** One transition: in state `from`, a line like `sample` leads to `to`. */
export type Transition = Row<State, LineKind>;

const HEAD = '==4711==ERROR: AddressSanitizer: heap-use-after-free on address 0x602000000011 at pc 0x5339d0 bp 0x7ffe0 sp 0x7ffd8';
const FRAME = '    #0 0x5339cf in rd /src/app/glue.c:8';
const SHADOW = '=>0x0c047fff8000: fa fa[fd]fd fa fa fa fa fa fa fa fa fa fa fa fa';

const row = (from: State, line: LineKind, sample: string, to: State): Transition => ({ from, line, sample, to });

/** States in which a report is open. */
export const OPEN: readonly State[] = ['head', 'stack', 'gap', 'tail'];

const inside = (from: State): Transition[] => [
  row(from, 'head', HEAD, 'head'),
  row(from, 'access', 'READ of size 1 at 0x602000000011 thread T0', 'stack'),
  row(from, 'stack', 'freed by thread T0 here:', 'stack'),
  row(from, 'leak', 'Direct leak of 10 byte(s) in 1 object(s) allocated from:', 'stack'),
  row(from, 'frame', FRAME, 'stack'),
  row(from, 'region', '0x602000000011 is located 1 bytes inside of 10-byte region [0x602000000010,0x60200000001a)', 'gap'),
  row(from, 'remark', 'HINT: this may be a false positive if the program uses some custom stack unwind mechanism', 'gap'),
  row(from, 'blank', '', 'gap'),
  row(from, 'summary', 'SUMMARY: AddressSanitizer: heap-use-after-free /src/app/glue.c:8 in rd', 'tail'),
  row(from, 'aborting', '==4711==ABORTING', 'outside'),
];

/**
 * Every transition. A line whose kind has no row for the present state is foreign: it is left to the other parsers, and counted if
 * lines of the report follow it. After the summary, and after too many in a row, a foreign line ends the report.
 */
export const TRANSITIONS: readonly Transition[] = [
  row('outside', 'rule', '='.repeat(65), 'outside'),
  row('outside', 'head', HEAD, 'head'),
  ...inside('head'),
  ...inside('stack'),
  ...inside('gap'),
  row('tail', 'head', HEAD, 'head'),
  // After a fault the threads are described last.
  row('tail', 'stack', 'Thread T1 created by T0 here:', 'stack'),
  row('tail', 'remark', SHADOW, 'tail'),
  row('tail', 'blank', '', 'tail'),
  row('tail', 'aborting', '==4711==ABORTING', 'outside'),
];

/** The state that a line of this kind leads to; undefined where it is foreign there. */
export const nextState = nextIn(TRANSITIONS);
