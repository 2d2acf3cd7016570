import type { Span } from '../styled.ts';
import { shown } from '../text/shown.ts';
import type { TriageEntry } from '../triage/triage.ts';
import { prose, type Row } from './rows.ts';

/** What the user has said of a finding, in a paragraph; nothing where that is nothing. */
export function triageRows(entry: TriageEntry | undefined, width: number, over: Omit<Row, 'line'> = {}): Row[] {
  if (entry === undefined || (entry.mark === 'open' && entry.note === '' && entry.unsaved !== true)) return [];
  const { mark, note, unsaved = false } = entry;
  const text = `Triage: ${mark}${unsaved ? ' (NOT SAVED)' : ''}${note === '' ? '' : `, ${shown(note)}`}`;
  return prose(text, width, { ...over, first: '  ', rest: '          ', role: 'strong' });
}

/** The sign of a note. */
const NOTE = '•';

/** The same as a cell of a list. */
export function triageSpan(entry: TriageEntry | undefined): Span {
  if (entry === undefined) return { text: '' };
  // What is lost when the UI is left comes before what it is.
  if (entry.unsaved === true) return { text: 'NOT SAVED', role: 'high' };
  const { mark, note } = entry;
  const text = [...(mark === 'open' ? [] : [mark]), ...(note === '' ? [] : [NOTE])].join(' ');
  return text === '' ? { text } : { text, role: mark === 'dismissed' ? 'muted' : 'strong' };
}
