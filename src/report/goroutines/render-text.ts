import type { DumpKind, GoroutineLabels, Label } from '../../evidence/facts/dump.ts';
import type { Creator, Frame, WaitRange } from '../../evidence/frame.ts';
import { clip, padStart, textWidth } from '../../text/width.ts';
import { wrap } from '../../text/wrap.ts';
import { count, list } from '../count.ts';
import { RUNS } from './filter.ts';
import { COLUMNS } from '../render/text/layout.ts';
import type { Warning } from '../report.ts';
import type { DumpView, GoroutinesView, GroupState, GroupView } from './view.ts';

/** Calls of a stack that are shown. The innermost say what is waited for, the outermost what the goroutine is for. */
const INNERMOST = 6;
const OUTERMOST = 2;
const MOST_STATES = 10;

/** What a dump is called. */
export const KINDS: Readonly<Record<DumpKind, string>> = {
  debug2: 'goroutine dump (debug=2)',
  crash: 'crash report',
  sigquit: 'dump for SIGQUIT',
  profile: 'goroutine profile',
  'leak-profile': 'goroutineleak profile',
  other: 'goroutine stacks',
};

/**
 * The goroutines as plain text of 80 columns; only the path of a file may stand out. Names and paths that are longer lose their
 * beginning: the JSON has them whole. In pieces, one a dump.
 */
export function* goroutinesText(view: GoroutinesView): Generator<string> {
  if (view.dumps.length === 0)
    yield text(wrap(`No goroutines: nothing in ${count(view.files, 'file')} lists any; goroner inspect says what was found.`, COLUMNS));
  for (const [i, dump] of view.dumps.entries()) yield text([...(i === 0 ? [] : ['']), ...dumpLines(dump, view)]);
  const rest = [...view.errors, ...view.warnings].map((one) => warningLine(one, true));
  if (rest.length > 0) yield text(['', 'Files', ...rest.flat()]);
}

/** What is said of the integrity of a dump. */
export const WHOLE: Readonly<Record<DumpView['integrity'], readonly string[]>> = {
  whole: [],
  unknown: ['end not shown'],
  partial: ['not whole'],
};

function text(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}

function dumpLines(dump: DumpView, view: GoroutinesView): string[] {
  const { path, firstLine, lastLine, kind, goroutines, integrity, groups, goVersions } = dump;
  const place = firstLine === undefined ? path : `${path}:${firstLine}${lastLine === undefined ? '' : `-${lastLine}`}`;
  const go = goVersions === undefined ? [] : [versions(goVersions)];
  const whole = WHOLE[integrity];
  const most = Math.max(0, ...groups.map((group) => textWidth(String(group.count))));
  return [
    place,
    ...wrap([KINDS[kind], ...scopeWords(dump), ...go, count(goroutines, 'goroutine'), ...whole].join(', '), COLUMNS, {
      first: '  ',
      rest: '  ',
    }),
    ...dump.warnings.flatMap((one) => warningLine(one, false)),
    ...dump.unparsedSample.map((one) => clip(`    │ ${one.line}: ${one.text.replaceAll('\t', '    ')}`, COLUMNS)),
    ...groups.flatMap((group) => ['', ...groupLines(group, Math.max(4, most + 2), view)]),
    '',
    ...wrap(account(dump, view), COLUMNS, { first: '  ', rest: '  ' }),
    ...(noneInState(dump, view) ? statesHere(dump) : []),
  ];
}

/** Whose it is. */
export function scopeWords({ scope }: Pick<DumpView, 'scope'>): string[] {
  const { node, namespace, pod, container, process, incarnation } = scope;
  const words = { node, namespace, pod, container, process, run: incarnation };
  return Object.entries(words).flatMap(([name, value]) => (value === undefined ? [] : [`${name} ${value}`]));
}

/** Go releases, in words. */
export function versions({ min, max }: NonNullable<DumpView['goVersions']>): string {
  if (min !== undefined && max !== undefined) return min === max ? `Go ${min}` : `Go ${min} to ${max}`;
  return min === undefined ? `Go ${max ?? '?'} or earlier` : `Go ${min} or later`;
}

function warningLine({ message, citation, path }: Warning, withPath: boolean): string[] {
  const where = withPath && path !== undefined ? `${path}${citation?.firstLine === undefined ? '' : `:${citation.firstLine}`}: ` : '';
  return wrap(`${where}${message}`, COLUMNS, { first: '  ! ', rest: '    ' });
}

/** Nothing has the state that was asked for, and no other filter can have left it out. */
function noneInState({ listed, idle }: DumpView, { filters }: GoroutinesView): boolean {
  return filters.state !== undefined && Object.keys(filters).length === 1 && listed + idle.count === 0;
}

/** What `--state` could have been, where it was nothing. */
function statesHere({ byState }: DumpView): string[] {
  if (byState.length === 0) return [];
  const states = byState.slice(0, MOST_STATES).map((one) => `${one.count} ${one.state}`);
  const left = byState.length - states.length;
  return wrap(`States here: ${states.join(', ')}${left > 0 ? ` and ${left} more` : ''}`, COLUMNS, { first: '  ', rest: '  ' });
}

/** How the numbers add up. */
function account(dump: DumpView, { by, all, filters }: GoroutinesView): string {
  const { goroutines, listed, groups, idle, filtered, ungrouped } = dump;
  const unknown = [
    ...(filtered.unknownWait === 0 ? [] : [`${filtered.unknownWait} only because their age is unknown, which is not short`]),
    ...(filtered.unknownState === 0 ? [] : [`${filtered.unknownState} only because the profile does not tell their state`]),
  ];
  const what = by === 'creator' ? 'by creator' : by === 'exact' ? 'by exact stack' : '';
  return [
    `${count(goroutines, 'goroutine')}: ${listed} listed${listed === 0 ? '' : ` in ${count(groups.length, 'group')}`}${what === '' ? '' : ` ${what}`}`,
    ...(all ? [] : idleWords(idle)),
    ...(Object.keys(filters).length === 0
      ? []
      : [`${filtered.count} left out by the filters${unknown.length === 0 ? '' : ` (${list(unknown)})`}`]),
    ...(ungrouped === 0 ? [] : [`${ungrouped} in no group that could be kept or read`]),
  ].join('; ');
}

function idleWords({ count: number, kinds }: DumpView['idle']): string[] {
  if (number === 0) return [];
  return [`${number} idle by design, folded (${kinds.map((one) => `${one.count} ${one.kind}`).join(', ')}; --all lists them)`];
}

function groupLines(group: GroupView, width: number, { by }: GoroutinesView): string[] {
  const indent = ' '.repeat(width + 2);
  const facts = [
    stateWords(group),
    group.states.every((one) => RUNS.has(one.class ?? 'other')) ? '' : waitWords(group.wait, group.count),
    ...(group.leaked === 0 ? [] : [`${group.leaked} marked leaked by the runtime`]),
    ...(group.locked === 0 ? [] : [`${group.locked} locked to a thread`]),
    ...group.idle.map((one) => `${one.count === group.count ? '' : `${one.count} `}idle by design: ${one.kind}`),
    ...(group.elided ? ['calls are missing'] : []),
  ].filter((one) => one !== '');
  return [
    ...wrap(facts.join(', '), COLUMNS, { first: `${padStart(String(group.count), width)}  `, rest: indent }),
    ...(group.labels === undefined ? [] : wrap(labelWords(group.labels, group.count), COLUMNS, { first: indent, rest: `${indent}  ` })),
    ...(by === 'creator' ? partLines(group, indent) : stackLines(group.frames, indent)),
    ...creatorLines(group.creator, indent, by === 'creator'),
  ];
}

/** The states of a group with their numbers. */
export function stateWords({ states, count: all }: GroupView): string {
  return stateWordsOf(states, all);
}

/** A state in words; of a guess it is said that it is one. */
function stateName({ state, class: stateClass, likely }: Omit<GroupState, 'count'>): string {
  return state ?? stateClass ?? (likely === undefined ? 'state unknown' : `likely ${likely}`);
}

/** States with their numbers; `all` is how many goroutines there are. */
export function stateWordsOf(states: GroupView['states'], all: number): string {
  const names = new Map<string, number>();
  for (const one of states) {
    const name = stateName(one);
    names.set(name, (names.get(name) ?? 0) + one.count);
  }
  if (names.size === 0) return 'state unknown';
  // A lock's class says more than the word printed for it.
  const [first] = states;
  const also = names.size === 1 && first?.state === 'semacquire' && first.class !== undefined ? ` (${first.class})` : '';
  return [...names].map(([name, number]) => (number === all ? `${name}${also}` : `${number} ${name}`)).join(', ');
}

/** Sets of labels that are shown; the JSON has more. */
const MOST_SETS = 5;

/** `labels: endpoint=/pay tenant=a (25); tenant=b (15); none (2)`. */
export function labelWords({ sets, others, none }: GoroutineLabels, all: number): string {
  const shown = sets.slice(0, MOST_SETS);
  const left = others + sets.slice(MOST_SETS).reduce((total, set) => total + set.count, 0);
  const parts = [
    ...shown.map((set) => `${set.labels.map(labelText).join(' ')}${set.count === all ? '' : ` (${set.count})`}`),
    ...(left === 0 ? [] : [`others (${left})`]),
    ...(none === 0 ? [] : [`none (${none})`]),
  ];
  return `labels: ${parts.join('; ')}`;
}

/** As one would give it to `--label`; quoted where it would not be one word. */
function labelText({ name, value }: Label): string {
  const word = (text: string) => (/^[\w./:@<>+-]+$/.test(text) ? text : JSON.stringify(text));
  return `${word(name)}=${value === '' ? '' : word(value)}`;
}

/** How long a group has waited. What is not known is said to be unknown. */
export function waitWords({ minMinutes, maxMinutes, unknown }: WaitRange, all: number): string {
  if (minMinutes === undefined || maxMinutes === undefined) return 'age unknown';
  const range = minMinutes === maxMinutes ? count(minMinutes, 'minute') : `${minMinutes} to ${count(maxMinutes, 'minute')}`;
  return unknown === 0 ? range : `${all - unknown} for ${range}, ${unknown} of unknown age`;
}

/** The calls without those of the runtime, which only say that it waits; all of them where there are no others. */
function stackLines(frames: readonly Frame[], indent: string): string[] {
  const own = frames.filter(({ origin }) => origin !== 'runtime');
  const calls = own.length > 0 ? own : frames;
  if (calls.length === 0) return [`${indent}no stack`];
  if (calls.length <= INNERMOST + OUTERMOST + 1) return calls.flatMap((frame) => callLines(frame, indent));
  return [
    ...calls.slice(0, INNERMOST).flatMap((frame) => callLines(frame, indent)),
    `${indent}… ${calls.length - INNERMOST - OUTERMOST} more calls`,
    ...calls.slice(-OUTERMOST).flatMap((frame) => callLines(frame, indent)),
  ];
}

function partLines({ parts = [], stacks }: GroupView, indent: string): string[] {
  const left = stacks - parts.length;
  return [
    ...parts.flatMap(({ owner, count: number, ...state }) => [
      clip(`${indent}${number} ${stateName(state)} in`, COLUMNS),
      ...(owner === undefined ? [`${indent}  no stack`] : callLines(owner, `${indent}  `)),
    ]),
    ...(left > 0 ? [`${indent}… ${count(left, 'more stack')}`] : []),
  ];
}

/** Who started them. Of profiles, and of goroutines that the runtime started, nothing is printed. */
function creatorLines(creator: Creator | undefined, indent: string, always: boolean): string[] {
  if (creator === undefined) return always ? [`${indent}no creator is printed`] : [];
  return callLines(creator, indent, 'created by ');
}

/** A call and its place: on one line where both fit. */
function callLines(call: Frame | Creator, indent: string, before = ''): string[] {
  const place = call.file === undefined ? '' : `${call.file}${call.line === undefined ? '' : `:${call.line}`}`;
  const name = `${before}${call.function}`;
  const room = COLUMNS - textWidth(indent);
  if (place !== '' && textWidth(name) + 2 + textWidth(place) <= room) return [`${indent}${name}  ${place}`];
  const shown = textWidth(name) <= room ? name : `${before}${withoutBeginning(call.function, room - textWidth(before))}`;
  return [`${indent}${shown}`, ...(place === '' ? [] : [`${indent}  ${withoutBeginning(place, room - 2)}`])];
}

/** The end of a name or a path that fits, from a slash on where there is one: the end is what tells. */
export function withoutBeginning(name: string, columns: number): string {
  if (textWidth(name) <= columns) return name;
  for (let slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
    const end = `…${name.slice(slash)}`;
    if (textWidth(end) <= columns) return end;
  }
  return clip(name, columns);
}
