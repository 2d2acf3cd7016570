import { act } from './act.ts';
import type { Event } from './event.ts';
import type { Lists } from './lists.ts';
import { reducePrompt } from './prompt.ts';
import { settle } from './settle.ts';
import type { State } from './state.ts';

/** The state after an event. Pure: the lists are what the views make of the state, kept. Never throws, whatever the keys. */
export function reduce(state: State, event: Event, lists: Lists): State {
  const next = change(state, event, lists);
  return next === state ? state : settle(state, next, lists);
}

function change(state: State, event: Event, lists: Lists): State {
  switch (event.on) {
    case 'action':
      return act(withoutMessage(state), event.action, lists);
    case 'key':
      return reducePrompt(withoutMessage(state), event.key, lists);
    case 'resize': {
      const { columns, rows } = event.size;
      return columns === state.size.columns && rows === state.size.rows ? state : { ...state, size: { columns, rows } };
    }
    case 'progress':
      return state.report === undefined ? { ...state, progress: event.progress } : state;
    case 'report': {
      const { progress: _progress, ...rest } = state;
      return { ...rest, report: event.report };
    }
    case 'lines':
      // Not changed itself; what follows from it has.
      return { ...state };
    case 'triage':
      return { ...state, triage: event.triage };
    case 'message':
      return { ...state, message: event.message };
  }
}

function withoutMessage(state: State): State {
  if (state.message === undefined) return state;
  const { message: _message, ...rest } = state;
  return rest;
}
