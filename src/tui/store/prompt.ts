import { sanitize } from '../../text/safe-text.ts';
import type { Key } from '../keys/key.ts';
import { noteText } from '../triage/note.ts';
import { focused, withVisit } from './focus.ts';
import { withoutLast } from '../text/cut.ts';
import type { List } from './list.ts';
import type { Lists } from './lists.ts';
import type { Prompt, State } from './state.ts';
import { findRow, moveCursor } from './cursor.ts';

/** A key while there is a prompt. */
export function reducePrompt(state: State, key: Key, lists: Lists): State {
  const { prompt } = state;
  if (prompt === undefined) return state;
  if (prompt.kind === 'export') return chooseFormat(withoutPrompt(state), prompt, key);
  if (key.kind === 'named') {
    switch (key.name) {
      case 'enter':
        return accept(state, prompt);
      case 'escape':
        return prompt.kind === 'filter' ? asBefore(state, prompt, lists) : withoutPrompt(state);
      case 'backspace':
        // Nothing is left to take away: the user wants out.
        if (prompt.text === '') return reducePrompt(state, { kind: 'named', name: 'escape' }, lists);
        return typed(state, prompt, withoutLast(prompt.text), lists);
      case 'up':
      case 'down': {
        // A note is about the row where it was begun.
        if (prompt.kind === 'note') return state;
        const { pane, visit, list, height } = focused(state, lists);
        return withVisit(state, pane, { ...visit, cursor: moveCursor(list, visit.cursor, key.name === 'up' ? -1 : 1, height) });
      }
      default:
        return state;
    }
  }
  const plain = prompt.kind === 'note' ? noteText : oneLineOf;
  if (key.kind === 'paste') return typed(state, prompt, prompt.text + plain(key.text), lists);
  if (key.ctrl && key.char === 'u') return typed(state, prompt, '', lists);
  if (key.ctrl && key.char === 'w') return typed(state, prompt, prompt.text.trimEnd().replace(/\S+$/u, ''), lists);
  if (key.ctrl || key.alt) return state;
  return typed(state, prompt, prompt.text + plain(key.char), lists);
}

export function withoutPrompt(state: State): State {
  const { prompt: _prompt, ...rest } = state;
  return rest;
}

function typed(state: State, prompt: Exclude<Prompt, { kind: 'export' }>, text: string, lists: Lists): State {
  const next: State = { ...state, prompt: { ...prompt, text } };
  if (prompt.kind !== 'filter') return next;
  const { pane, visit } = focused(next, lists);
  const filtered = { ...visit, filter: text };
  const list = lists.list(next, filtered, pane);
  // From the row where the user began: what was typed and taken away again leads back to it.
  const from = list.position(originIn(list, prompt));
  const cursor = list.filter === undefined ? from : (hitFrom(list, from) ?? from);
  return withVisit(next, pane, { ...filtered, cursor, top: text === '' ? prompt.before.top : visit.top });
}

/** The view without what was typed: the cursor on the row where it was when that began, wherever that stands now. */
function asBefore(state: State, prompt: Extract<Prompt, { kind: 'filter' }>, lists: Lists): State {
  const { pane } = focused(state, lists);
  const { before } = prompt;
  const list = lists.list(state, before, pane);
  const cursor = list.position(originIn(list, prompt));
  return withVisit(withoutPrompt(state), pane, { ...before, cursor, top: Math.max(0, cursor - (before.cursor - before.top)) });
}

/** The row of a list that the cursor was on when the filter was begun. */
function originIn({ rows }: List, { origin }: Extract<Prompt, { kind: 'filter' }>): number {
  return origin === undefined ? 0 : (findRow(rows, origin) ?? origin.row);
}

/** The first position, from one on and then from the beginning, where what is searched for stands. */
function hitFrom(list: List, from: number): number | undefined {
  for (let step = 0; step < list.count; step++) {
    const position = (from + step) % list.count;
    if (list.hit(list.row(position))) return position;
  }
  return undefined;
}

function accept(state: State, prompt: Exclude<Prompt, { kind: 'export' }>): State {
  const next = withoutPrompt(state);
  if (prompt.kind === 'filter') return next;
  const { fingerprint } = prompt;
  const entry = { fingerprint, mark: state.triage.get(fingerprint)?.mark ?? 'open', note: prompt.text.trim() } as const;
  const triage = new Map(state.triage).set(fingerprint, entry);
  return {
    ...next,
    triage,
    effects: [...state.effects, { do: 'save-triage', entry, saved: entry.note === '' ? 'note taken away' : 'note saved' }],
  };
}

function chooseFormat(state: State, { id }: Extract<Prompt, { kind: 'export' }>, key: Key): State {
  const char = key.kind === 'char' && !key.ctrl && !key.alt ? key.char.toLowerCase() : '';
  const format = char === 'm' || (char === 'a' && id !== undefined) ? 'markdown' : char === 'j' ? 'json' : undefined;
  if (format === undefined) return { ...state, message: { text: 'nothing exported', tone: 'plain' } };
  return { ...state, effects: [...state.effects, { do: 'export', format, ...(id === undefined || char === 'a' ? {} : { id }) }] };
}

/** What is searched for: one line, spelt out as what it is looked for in. */
function oneLineOf(text: string): string {
  return sanitize(text.replaceAll(/[\r\n\t]+/g, ' '));
}
