import { clip, textWidth } from '../../text/width.ts';
import type { Action } from '../store/action.ts';
import type { Span, StyledLine } from '../styled.ts';
import type { ViewName } from '../view.ts';
import { COMMANDS, type Command, VIEWS } from './bindings.ts';
import { keyName } from './key-name.ts';
import type { Key } from './key.ts';

/** Between two items of the footer. */
const GAP = '  ';

const ACTIONS: ReadonlyMap<ViewName, ReadonlyMap<string, Action>> = new Map(VIEWS.map((view) => [view, actionsOf(view)]));

function actionsOf(view: ViewName): Map<string, Action> {
  const bindings = commandsOf(view).flatMap((command) => command.bindings);
  return new Map(bindings.flatMap(({ keys, action }) => keys.map((key): [string, Action] => [key, action])));
}

/** Commands that hold in a view, in the order of the table. */
export function commandsOf(view: ViewName): readonly Command[] {
  return COMMANDS.filter((command) => command.views?.includes(view) ?? true);
}

/** What a key asks for in a view; undefined for keys without a meaning there. While a text is typed, keys are not asked about here. */
export function actionFor(key: Key, view: ViewName): Action | undefined {
  const name = keyName(key);
  return name === undefined ? undefined : ACTIONS.get(view)?.get(name);
}

/**
 * The keys of a view in one line of at most so many columns. Where they do not fit, whole items are left out, with a mark; how to get help and how
 * to leave stay as long as they can.
 *
 * @param atRoot There is no way back from here but out.
 * @param finding There is a finding here to be judged.
 */
export function footerFor(view: ViewName, width: number, atRoot = false, finding = true): StyledLine {
  const shown = commandsOf(view).filter(({ label, group }) => label !== undefined && (finding || group !== 'Judge'));
  const first = shown.filter(({ group }) => group !== 'Program').map((command) => item(command, atRoot));
  const last = shown.filter(({ group }) => group === 'Program').map((command) => item(command, atRoot));
  const kept = [...first];
  while (kept.length > 0 && widthOf(kept) + mark(kept, first) + GAP.length + widthOf(last) > width) kept.pop();
  const middle: Span[][] = kept.length < first.length ? [[{ text: '…', role: 'muted' }]] : [];
  return cutTo(joined([...kept, ...middle, ...last]), width);
}

/** Columns that the mark needs. */
function mark(kept: readonly Span[][], all: readonly Span[][]): number {
  return kept.length < all.length ? GAP.length + 1 : 0;
}

function item({ bindings, short, label, labelAtRoot = label }: Command, atRoot: boolean): Span[] {
  const keys = short ?? bindings.map(({ keys }) => keys[0] ?? '').join('/');
  return [
    { text: keys, role: 'key' },
    { text: ` ${atRoot ? labelAtRoot : label}`, role: 'muted' },
  ];
}

function joined(items: readonly Span[][]): Span[] {
  return items.flatMap((spans, i) => (i === 0 ? spans : [{ text: GAP }, ...spans]));
}

function widthOf(items: readonly Span[][]): number {
  return joined(items).reduce((sum, { text }) => sum + textWidth(text), 0);
}

/** The last resort, for a line that is narrower than its last items. */
function cutTo(line: readonly Span[], width: number): StyledLine {
  let left = width;
  const cut: Span[] = [];
  for (const span of line) {
    if (left <= 0) break;
    // The mark takes the place of the last character where more would follow.
    const text = clip(span.text, left);
    cut.push({ ...span, text });
    left -= textWidth(text);
    if (text !== span.text) break;
  }
  return cut;
}

/** Where a command holds, in words; empty where that is everywhere in the report. */
export function placesOf(command: Command): string {
  const { views } = command;
  if (views === undefined) return '';
  const missing = VIEWS.filter((view) => view !== 'help' && !views.includes(view));
  if (missing.length === 0) return '';
  return missing.length === 1 && missing[0] !== undefined ? `not in ${missing[0]}` : `in ${views.join(', ')}`;
}
