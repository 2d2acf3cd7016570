import { COMMANDS, GROUPS } from './bindings.ts';
import { placesOf } from './keymap.ts';

/** The text of docs/keys.md: every key of the terminal UI. */
export function keysPage(): string {
  const lines = ['# Keys of the terminal UI', '', '<!-- Written by npm run docs from src/tui/keys/bindings.ts. -->', ''];
  lines.push(
    '`?` shows those that hold in the view you are in. While you type a filter or a note, keys are text; `ctrl-c` quits always.',
    '`esc` and `q` go one step back: first they take the filter of the pane away, then one kind of rows, then the zoom, then they go to the first pane, then to the view before.',
    'In the findings, where no step is left, `q` quits and `esc` does nothing.',
    '',
  );
  for (const group of GROUPS) {
    lines.push(`## ${group}`, '', '| keys | what they do | where |', '|---|---|---|');
    for (const command of COMMANDS.filter((one) => one.group === group)) {
      for (const { keys, help } of command.bindings) {
        lines.push(`| ${keys.map((key) => `\`${key}\``).join(' ')} | ${help} | ${placesOf(command)} |`);
      }
    }
    lines.push('');
  }
  return lines.join('\n');
}
