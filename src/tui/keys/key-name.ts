import type { Key } from './key.ts';

const NAMED: Readonly<Record<Extract<Key, { kind: 'named' }>['name'], string>> = {
  up: 'up',
  down: 'down',
  left: 'left',
  right: 'right',
  home: 'Home',
  end: 'End',
  'page-up': 'PgUp',
  'page-down': 'PgDn',
  enter: 'enter',
  escape: 'esc',
  tab: 'tab',
  'back-tab': 'shift-tab',
  backspace: 'backspace',
  delete: 'delete',
};

/** Names of the keys that are no characters. */
export const KEY_NAMES: readonly string[] = ['space', ...Object.values(NAMED)];

/** What people call a key, and what the table of bindings calls it: `j`, `G`, `space`, `ctrl-d`, `PgDn`. Pasted text has no name. */
export function keyName(key: Key): string | undefined {
  if (key.kind === 'paste') return undefined;
  if (key.kind === 'named') return NAMED[key.name];
  // ctrl-c has to work whatever else is held.
  if (key.ctrl) return key.alt && key.char !== 'c' ? `ctrl-alt-${key.char}` : `ctrl-${key.char}`;
  const name = key.char === ' ' ? 'space' : key.char;
  return key.alt ? `alt-${name}` : name;
}
