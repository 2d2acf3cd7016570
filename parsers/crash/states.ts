/**
 * Where the crash parser stands.
 * `outside`: no report is open; goroutine dumps that stand alone are read. `message`: a panic's head was read, lines of its value
 * may follow. `gap`: the last of them was empty: the stack is due. `held`: a stack was read that may be part of the value.
 * `logged`: a caught panic was read, lines of its value may follow. `head`: the message is complete, stacks are due. `stacks`:
 * the report's goroutines are read. `relay`: `-----` was read, a thread is asked for its stack. `threads`: what it answers is read.
 */
export type State = 'outside' | 'message' | 'gap' | 'held' | 'logged' | 'head' | 'stacks' | 'relay' | 'threads';

/**
 * What a line is to the machine: one of the forms of head-line.ts, or of a goroutine dump, or one of these.
 * `entry`, `last-entry`: `panic:` and `fatal error:` after a tab. `again`: a head that is no new report's. `asked`: SIGQUIT after
 * `-----`. `detail`: lines that only signal reports have. `rival`: after a stack that is held and an empty line, the header of another
 * running goroutine; `rival-call`: its first call. `call`: the first call of a stack without a header (Windows). `frame`: any other
 * line of a stack. `continued`: after a tab, the next line of a fatal error's text (Go ≥ 1.23). `text`: anything else.
 */
export type LineEvent =
  | 'panic'
  | 'entry'
  | 'fatal'
  | 'last-entry'
  | 'again'
  | 'banner'
  | 'asked'
  | 'caught'
  | 'signal'
  | 'detail'
  | 'relay'
  | 'double-fault'
  | 'exit-status'
  | 'note'
  | 'c-note'
  | 'stack'
  | 'rival'
  | 'rival-call'
  | 'call'
  | 'frame'
  | 'continued'
  | 'blank'
  | 'text';

/**
 * What the parser does with a line.
 * `open`: begins a report; the open one ends. `add`: one more line of the value. `hold`: keeps the line until it is known whether it is
 * the value's. `swallow`: what is held is the value's. `release`: it is not; the line is looked at anew, in `stacks` (or `outside`, where what is
 * held is no panic's stack). `begin-stacks`: the first stack begins. `offer`: the line goes to the reader of dumps. `detail`, `signal`, `fault`, `exit`, `repeat`: the report learns it.
 * `note`: remembered for this report or the next. `ask`: a thread prints its stack. `end-stacks`: the report is over, its threads
 * follow. `wait`: not the report's; too many of them end it. `skip`: known, and says nothing.
 */
export type Action =
  | 'open'
  | 'add'
  | 'hold'
  | 'swallow'
  | 'release'
  | 'begin-stacks'
  | 'offer'
  | 'detail'
  | 'signal'
  | 'fault'
  | 'exit'
  | 'repeat'
  | 'note'
  | 'ask'
  | 'end-stacks'
  | 'wait'
  | 'skip';

/** One transition: in state `from`, a line like `sample` does `action` and leads to `to`. */
export interface Transition {
  readonly from: State;
  readonly event: LineEvent;
  readonly sample: string;
  readonly action: Action;
  readonly to: State;
}

/** A line of each kind. Some are that kind only after certain others, which the tests put before them. */
export const SAMPLES: Readonly<Record<LineEvent, string>> = {
  panic: 'panic: send on closed channel',
  entry: '\tpanic: cleanup failed [recovered]',
  fatal: 'fatal error: all goroutines are asleep - deadlock!',
  'last-entry': '\tfatal error: sync: unlock of unlocked mutex',
  again: 'fatal error: unexpected signal during runtime execution',
  banner: 'SIGABRT: abort',
  asked: 'SIGQUIT: quit',
  caught: '2024/01/02 15:04:05 http: panic serving 10.0.0.1:4711: boom',
  signal: '[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x49a1b2]',
  detail: 'PC=0x47c1e1 m=0 sigcode=0',
  relay: '-----',
  'double-fault': 'panic during panic',
  'exit-status': 'exit status 2',
  note: 'runtime: goroutine stack exceeds 1000000000-byte limit',
  'c-note': 'free(): invalid pointer',
  stack: 'goroutine 7 [running]:',
  rival: 'goroutine 1 [running]:',
  'rival-call': 'main.main()',
  call: 'runtime.cgocall(0x3a1f40, 0x3c4018)',
  frame: '\t/src/app/main.go:12 +0x1d',
  continued: '\tand what the text says more',
  blank: '',
  text: '2024/01/02 15:04:05 some other line',
};

/** Heads: each begins a report, wherever it stands. */
const OPENS: Readonly<Partial<Record<LineEvent, State>>> = { panic: 'message', fatal: 'head', banner: 'head', caught: 'logged' };

const row = (from: State, event: LineEvent, action: Action, to: State): Transition => ({ from, event, sample: SAMPLES[event], action, to });

const rows = (from: State, events: readonly LineEvent[], action: Action, to: State): Transition[] =>
  events.map((event) => row(from, event, action, to));

const opens = (from: State, ...but: readonly LineEvent[]): Transition[] =>
  Object.entries(OPENS)
    .filter(([event]) => !but.includes(event as LineEvent))
    .map(([event, to]) => row(from, event as LineEvent, 'open', to));

/** Every transition that is not the state's usual one (see USUAL). */
export const TRANSITIONS: readonly Transition[] = [
  ...opens('outside'),
  ...rows('outside', ['note', 'c-note'], 'note', 'outside'),

  // Before an empty line a head at the margin is one more entry of the list: one after runtime.Goexit has no tab.
  ...opens('message', 'panic', 'fatal'),
  row('message', 'blank', 'add', 'gap'),
  row('message', 'stack', 'hold', 'held'),
  row('message', 'signal', 'signal', 'head'),
  row('message', 'double-fault', 'fault', 'head'),
  row('message', 'exit-status', 'exit', 'outside'),

  ...opens('gap'),
  row('gap', 'blank', 'add', 'gap'),
  row('gap', 'stack', 'hold', 'held'),
  row('gap', 'signal', 'signal', 'head'),
  row('gap', 'double-fault', 'fault', 'head'),
  row('gap', 'exit-status', 'exit', 'outside'),

  ...rows('held', ['frame', 'blank', 'rival'], 'hold', 'held'),
  // Only the goroutine that panics is running and has frames: of two such the last is the real one.
  row('held', 'rival-call', 'swallow', 'held'),
  row('held', 'signal', 'swallow', 'head'),
  row('held', 'panic', 'release', 'message'),
  ...rows('held', ['fatal', 'banner'], 'release', 'head'),
  row('held', 'caught', 'release', 'logged'),
  row('held', 'relay', 'release', 'relay'),
  row('held', 'exit-status', 'release', 'outside'),

  ...opens('logged'),
  row('logged', 'stack', 'begin-stacks', 'stacks'),
  row('logged', 'exit-status', 'exit', 'outside'),

  ...opens('head'),
  ...rows('head', ['stack', 'call'], 'begin-stacks', 'stacks'),
  row('head', 'signal', 'signal', 'head'),
  row('head', 'detail', 'detail', 'head'),
  row('head', 'double-fault', 'fault', 'head'),
  row('head', 'again', 'repeat', 'head'),
  row('head', 'continued', 'add', 'head'),
  row('head', 'exit-status', 'exit', 'outside'),
  ...rows('head', ['note', 'c-note'], 'note', 'head'),
  ...rows('head', ['blank', 'relay'], 'skip', 'head'),

  ...opens('stacks'),
  row('stacks', 'detail', 'detail', 'stacks'),
  row('stacks', 'double-fault', 'fault', 'stacks'),
  row('stacks', 'relay', 'end-stacks', 'relay'),
  row('stacks', 'exit-status', 'exit', 'outside'),
  ...rows('stacks', ['note', 'c-note'], 'note', 'stacks'),

  ...opens('relay'),
  row('relay', 'asked', 'ask', 'threads'),
  ...rows('relay', ['blank', 'relay'], 'skip', 'relay'),

  ...opens('threads'),
  ...rows('threads', ['note', 'c-note'], 'note', 'threads'),
  row('threads', 'detail', 'skip', 'threads'),
  row('threads', 'relay', 'skip', 'relay'),
];

/** What a line does that has no row of its own in a state. */
export const USUAL: Readonly<Record<State, { readonly action: Action; readonly to: State }>> = {
  outside: { action: 'offer', to: 'outside' },
  message: { action: 'add', to: 'message' },
  gap: { action: 'add', to: 'message' },
  held: { action: 'release', to: 'stacks' },
  logged: { action: 'add', to: 'logged' },
  head: { action: 'wait', to: 'head' },
  stacks: { action: 'offer', to: 'stacks' },
  relay: { action: 'offer', to: 'outside' },
  threads: { action: 'offer', to: 'threads' },
};

const TABLE = new Map<State, ReadonlyMap<LineEvent, Transition>>();
for (const transition of TRANSITIONS)
  TABLE.set(transition.from, new Map([...(TABLE.get(transition.from) ?? []), [transition.event, transition]]));

/** What a line of this kind does in this state, and where it leads. */
export function transition(from: State, event: LineEvent): { readonly action: Action; readonly to: State } {
  return TABLE.get(from)?.get(event) ?? USUAL[from];
}
