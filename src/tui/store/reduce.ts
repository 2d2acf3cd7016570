import { act } from './act.ts';
import type { Action } from './action.ts';
import type { Event } from './event.ts';
import type { Lists } from './lists.ts';
import { withLeft } from './left.ts';
import { reducePrompt } from './prompt.ts';
import { resized } from './resized.ts';
import { settle, settleMove } from './settle.ts';
import type { State } from './state.ts';

/** The state after an event. Pure: the lists are what the views make of the state, kept. Never throws, whatever the keys. */
export function reduce(state: State, event: Event, lists: Lists): State {
  if (event.on === 'rest') return state.behind === true ? settle(state, withoutBehind(state), lists) : state;
  // What comes by itself does not make them follow while a key is held.
  if (state.behind === true && (event.on === 'lines' || event.on === 'message')) return change(state, event, lists);
  const moves = movesCursor(state, event);
  // What is opened, copied or changed is what the panes show then.
  const from = state.behind === true && !moves ? settle(state, withoutBehind(state), lists) : state;
  const next = withLeft(from, change(from, event, lists), lists);
  if (next === from) return from;
  return moves ? settleMove(from, next, lists) : settle(from, next, lists);
}

/** Events that may come many times a second and move the cursor: the panes beside follow when it rests. */
const MOVES: ReadonlySet<Action['do']> = new Set(['move', 'page', 'first', 'last', 'next-hit']);

function movesCursor({ prompt, report }: State, event: Event): boolean {
  if (report === undefined) return false;
  return event.on === 'key' ? prompt?.kind === 'filter' : event.on === 'action' && MOVES.has(event.action.do);
}

function withoutBehind(state: State): State {
  const { behind: _behind, ...rest } = state;
  return rest;
}

function change(state: State, event: Exclude<Event, { on: 'rest' }>, lists: Lists): State {
  switch (event.on) {
    case 'action':
      return act(withoutMessage(state), event.action, lists);
    case 'key':
      return reducePrompt(withoutMessage(state), event.key, lists);
    case 'resize': {
      const { columns, rows } = event.size;
      return columns === state.size.columns && rows === state.size.rows ? state : resized(state, event.size, lists);
    }
    case 'progress':
      return state.report === undefined ? { ...state, progress: event.progress } : state;
    case 'comparison':
      return { ...state, comparison: event.comparison };
    case 'report': {
      const { progress: _progress, ...rest } = state;
      return { ...rest, report: event.report };
    }
    case 'lines':
      // Not changed itself; what follows from it has.
      return { ...state };
    case 'exact':
      return { ...state, exact: event.exact };
    case 'triage':
      // What was said before the file had been read is newer than what stands in it.
      return { ...state, triage: new Map([...event.triage, ...state.triage]) };
    case 'unsaved': {
      const { entry } = event;
      // What has been said since then has a saving of its own.
      if (state.triage.get(entry.fingerprint) !== entry) return state;
      return { ...state, triage: new Map(state.triage).set(entry.fingerprint, { ...entry, unsaved: true }) };
    }
    case 'message':
      return { ...state, message: event.message };
  }
}

function withoutMessage(state: State): State {
  if (state.message === undefined) return state;
  const { message: _message, ...rest } = state;
  return rest;
}
