import { GROUPS } from '../keys/bindings.ts';
import { commandsOf } from '../keys/keymap.ts';
import type { ViewName } from '../view.ts';
import type { HelpLine } from '../views/help.ts';

/** The keys that hold in a view, under the headings of the table of keys. */
export function helpLinesOf(view: ViewName): readonly HelpLine[] {
  const commands = commandsOf(view);
  return GROUPS.flatMap((group): HelpLine[] => {
    const bindings = commands.filter((one) => one.group === group).flatMap((command) => command.bindings);
    if (bindings.length === 0) return [];
    return [{ heading: group }, ...bindings.map(({ keys, help }) => ({ keys: keys.join(', '), does: help }))];
  });
}
