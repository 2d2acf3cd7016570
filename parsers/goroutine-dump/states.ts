import { type Transition as Row, nextIn } from '../transitions.ts';
import type { LineKind } from './line-kind.ts';

/**
 * Where the reader stands.
 * `outside`: no dump is open. `due`: a report was announced whose first stack has no header. `between`: a dump is open, no
 * stack is. `header`: a header was read, no frame yet. `function`: a call was read, its file line is due. `file`: a frame is
 * complete. `native`: `non-Go function` was read.
 * `unavailable`: the runtime said that it cannot show this stack. `created`: `created by` was read, its file line is due.
 * `created-file`: the goroutine is complete. `ancestor`: stacks of its dead ancestors follow.
 */
export type State =
  | 'outside'
  | 'due'
  | 'between'
  | 'header'
  | 'function'
  | 'file'
  | 'native'
  | 'unavailable'
  | 'created'
  | 'created-file'
  | 'ancestor';

/** One transition: in state `from`, a line like `sample` leads to `to`. */
export type Transition = Row<State, LineKind>;

const HEADER = 'goroutine 7 [chan receive, 2 minutes]:';
const CALL = 'main.(*Server).handle(0xc000012340?)';
const FILE = '\t/src/app/main.go:12 +0x1d';
const CREATED = 'created by main.main in goroutine 1';
const ANCESTOR = '[originating from goroutine 1]:';
const NOTE = 'runtime: g 7 gp=0xc0000061c0: unknown pc 0x7f904920e000';
const ELIDED = '...203 frames elided...';
const NATIVE = 'non-Go function';
const NATIVE_FILE = '\t/src/app/glue.c:9 pc=0x4021f6';
const ALLOCATION = 'tracealloc(0xc000026000, 0x10, *runtime.p)';
const LOG_LINE = '2024/01/02 15:04:05 some other line';

const row = (from: State, line: LineKind, sample: string, to: State): Transition => ({ from, line, sample, to });

/** States in which a stack is open. */
export const IN_STACK: readonly State[] = ['header', 'function', 'file', 'native', 'unavailable', 'created', 'created-file', 'ancestor'];

/**
 * What ends any stack: the next header, a blank line, and lines of the report around it. A traced allocation does so in a
 * trace of allocations; in any other dump it is the end of the dump.
 */
const ends = (from: State): Transition[] => [
  row(from, 'allocation', ALLOCATION, 'between'),
  row(from, 'header', HEADER, 'header'),
  row(from, 'runtime-stack', 'runtime stack:', 'header'),
  row(from, 'blank', '', 'between'),
  row(from, 'register', 'rax    0x0', 'between'),
  row(from, 'head', 'fatal error: all goroutines are asleep - deadlock!', 'outside'),
];

/**
 * Every transition of the reader. A line whose kind has no row for the present state is foreign: it changes nothing, and
 * is counted if lines of the dump follow it. After too many foreign lines in a row the reader is `outside` again.
 */
export const TRANSITIONS: readonly Transition[] = [
  row('outside', 'header', HEADER, 'header'),
  row('outside', 'runtime-stack', 'runtime stack:', 'header'),
  row('outside', 'allocation', ALLOCATION, 'outside'),

  row('due', 'header', HEADER, 'header'),
  row('due', 'runtime-stack', 'runtime stack:', 'header'),
  row('due', 'function', CALL, 'function'),
  row('due', 'note', NOTE, 'header'),
  row('due', 'head', 'fatal error: all goroutines are asleep - deadlock!', 'outside'),

  ...ends('between'),

  ...IN_STACK.flatMap(ends),

  row('header', 'function', CALL, 'function'),
  row('header', 'unavailable', '\tgoroutine running on other thread; stack unavailable', 'unavailable'),
  row('header', 'native', NATIVE, 'native'),
  row('header', 'native-file', NATIVE_FILE, 'file'),
  row('header', 'note', NOTE, 'header'),
  row('header', 'elided', ELIDED, 'file'),
  row('header', 'created', CREATED, 'created'),

  row('function', 'file', FILE, 'file'),
  row('function', 'native-file', NATIVE_FILE, 'file'),
  row('function', 'function', CALL, 'function'),
  row('function', 'note', NOTE, 'function'),
  row('function', 'created', CREATED, 'created'),

  row('file', 'function', CALL, 'function'),
  row('file', 'native', NATIVE, 'native'),
  row('file', 'native-file', NATIVE_FILE, 'file'),
  row('file', 'note', NOTE, 'file'),
  row('file', 'elided', ELIDED, 'file'),
  row('file', 'created', CREATED, 'created'),
  row('file', 'ancestor', ANCESTOR, 'ancestor'),

  row('native', 'native-file', '\tpc=0x4021f6', 'file'),
  row('native', 'native', 'non-Go function at pc=0x4021f6', 'native'),
  row('native', 'function', CALL, 'function'),
  row('native', 'note', NOTE, 'native'),
  row('native', 'created', CREATED, 'created'),

  row('unavailable', 'created', CREATED, 'created'),

  row('created', 'file', FILE, 'created-file'),
  row('created', 'ancestor', ANCESTOR, 'ancestor'),

  row('created-file', 'ancestor', ANCESTOR, 'ancestor'),

  row('ancestor', 'function', 'main.worker(...)', 'ancestor'),
  row('ancestor', 'file', FILE, 'ancestor'),
  row('ancestor', 'created', 'created by main.main', 'ancestor'),
  row('ancestor', 'elided', '...additional frames elided...', 'ancestor'),
  row('ancestor', 'ancestor', ANCESTOR, 'ancestor'),
];

/** Samples of lines that change nothing in any state. */
export const FOREIGN_SAMPLES: readonly string[] = [LOG_LINE, 'listening on :8080', '{"level":"info","msg":"hello"}'];

/** The state that a line of this kind leads to; undefined where it is foreign there. */
export const nextState = nextIn(TRANSITIONS);
