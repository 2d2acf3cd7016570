import { formatBytes } from '../../matcher/template.ts';
import { textWidth } from '../../text/width.ts';
import type { ReadProgress } from '../../analyze.ts';
import type { Span, StyledLine } from '../styled.ts';
import { focused } from '../store/focus.ts';
import { paneNames } from '../store/layout.ts';
import type { Lists } from '../store/lists.ts';
import { takeEnd } from '../text/cut.ts';
import { shown } from '../text/shown.ts';
import type { State } from '../store/state.ts';

/** The line above the footer: what is being typed, else what was said last, and where the cursor stands. */
export function status(state: State, lists: Lists): StyledLine {
  if (state.report === undefined) return message(state) ?? [];
  const { prompt } = state;
  if (prompt?.kind === 'note')
    return [{ text: 'note: ', role: 'key' }, { text: end(shown(prompt.text), state.size.columns - 8) }, { text: '_', role: 'strong' }];
  if (prompt?.kind === 'export') return exportKeys(prompt.id);
  const { list, visit } = focused(state, lists);
  const place = count(list.count, visit.cursor);
  if (prompt?.kind === 'filter') {
    const problem = list.filter?.problem;
    return [
      { text: '/', role: 'key' },
      { text: end(prompt.text, Math.floor(state.size.columns / 2)) },
      { text: '_', role: 'strong' },
      problem === undefined ? { text: `  ${hits(state, lists)}`, role: 'muted' } : { text: `  ${problem}`, role: 'high' },
    ];
  }
  const kind = visit.kind === undefined ? [] : [{ text: `  ${visit.kind} alone`, role: 'muted' } as const];
  const sorted = visit.sort === undefined ? [] : [{ text: `  by ${visit.sort}`, role: 'muted' } as const];
  const filtered: Span[] =
    list.count === list.rows.count ? [] : [{ text: `  ${list.rows.count - list.count} filtered out`, role: 'muted' }];
  const zoomed: Span[] = state.zoom && paneNames(state).length > 1 ? [{ text: '  zoomed', role: 'muted' }] : [];
  const said = message(state);
  // What was said last is read once, and then in full; where the cursor stands comes back with the next key.
  const around = [
    place,
    ...filtered.map(({ text }) => text),
    ...kind.map(({ text }) => text),
    ...sorted.map(({ text }) => text),
    ...zoomed.map(({ text }) => text),
  ].join('');
  if (said !== undefined && textWidth(around) + 2 + textWidth(state.message?.text ?? '') > state.size.columns) return said;
  return [
    { text: place, role: 'muted' },
    ...filtered,
    ...kind,
    ...sorted,
    ...zoomed,
    ...(said === undefined ? [] : [{ text: '  ' }, ...said]),
  ];
}

/** What can be exported. The keys come first: in a narrow terminal the rest is cut. */
function exportKeys(id: string | undefined): StyledLine {
  const key = (text: string): Span => ({ text, role: 'key' });
  if (id === undefined)
    return [{ text: 'export: ' }, key('m'), { text: ' postmortem, ' }, key('j'), { text: ' JSON, any other key nothing' }];
  return [key('a'), { text: ' whole postmortem, ' }, key('m'), { text: ' Markdown, ' }, key('j'), { text: ` JSON of ${shown(id)} alone` }];
}

/** How far the reading has come. */
export function progressText(progress: ReadProgress | undefined): string {
  if (progress === undefined) return 'reading …';
  const { path, index, read, of: size } = progress;
  if (size !== undefined && size > 0 && read >= size) return `file ${index} is read (${formatBytes(read)}): ${path}; looking for causes …`;
  const part = size !== undefined && size > 0 ? `, ${Math.min(100, Math.floor((read * 100) / size))} %` : '';
  return `reading file ${index} (${formatBytes(read)}${part}): ${path}`;
}

function message({ message }: State): StyledLine | undefined {
  if (message === undefined) return undefined;
  return [{ text: message.text, ...(message.tone === 'bad' ? { role: 'high' } : {}) }];
}

function count(rows: number, cursor: number): string {
  return rows === 0 ? '0/0' : `${(cursor + 1).toLocaleString('en')}/${rows.toLocaleString('en')}`;
}

function hits(state: State, lists: Lists): string {
  const { list } = focused(state, lists);
  if (list.filter === undefined) return '! inverse  ~ regular expression';
  return `${list.hits()} of ${list.rows.count}`;
}

/** The end of what is being typed, where it does not fit: that is where the user types. */
function end(text: string, columns: number): string {
  return textWidth(text) <= columns ? text : `…${takeEnd(text, columns - 1)}`;
}
