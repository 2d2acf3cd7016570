import { textWidth } from '../../text/width.ts';
import type { Span, StyledLine } from '../styled.ts';
import { visitIn } from '../store/focus.ts';
import { layout } from '../store/layout.ts';
import type { Lists } from '../store/lists.ts';
import type { State } from '../store/state.ts';

/**
 * The way to the view in front: `goroner › incident › findings (7) › nil-map-write`, and the filters of the panes on the screen. The first steps go where there
 * is no room for all.
 */
export function breadcrumbs(state: State, lists: Lists, name: string): StyledLine {
  const titles = state.report === undefined ? [] : state.stack.map((visit) => lists.title(state, visit));
  const tail = layout(state).flatMap(({ name }): Span[] => {
    const filter = visitIn(state, name)?.filter ?? '';
    // That of a pane beside stands behind a line, as the pane does.
    return filter === '' ? [] : [{ text: name === 'main' ? '  ' : '  │ ' }, { text: `/${filter}`, role: 'hit' }];
  });
  const steps = ['goroner', name, ...titles];
  for (let left = 0; left < steps.length; left++) {
    const shown = left === 0 ? steps : ['…', ...steps.slice(left)];
    const line = [...joined(shown), ...tail];
    const width = line.reduce((sum, { text }) => sum + textWidth(text), 0);
    if (width <= state.size.columns || left === steps.length - 1) return line;
  }
  return tail;
}

function joined(steps: readonly string[]): Span[] {
  return steps.flatMap((text, at): Span[] => {
    const last = at === steps.length - 1;
    return [...(at === 0 ? [] : [{ text: ' › ', role: 'muted' } as const]), { text, ...(last ? { role: 'title' } : {}) }];
  });
}
