import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { textWidth } from '../../../src/text/width.ts';
import { COMMANDS, VIEWS } from '../../../src/tui/keys/bindings.ts';
import { KeyDecoder } from '../../../src/tui/keys/decoder.ts';
import { helpLinesOf } from '../../../src/tui/app/help-lines.ts';
import { KEY_NAMES } from '../../../src/tui/keys/key-name.ts';
import { actionFor, commandsOf, footerFor } from '../../../src/tui/keys/keymap.ts';
import { keysPage } from '../../../src/tui/keys/keys-page.ts';
import type { StyledLine } from '../../../src/tui/styled.ts';
import type { ViewName } from '../../../src/tui/view.ts';

const text = (line: StyledLine) => line.map((span) => span.text).join('');

/** What the bytes of a terminal ask for. */
function action(bytes: string, view: ViewName) {
  const decoder = new KeyDecoder();
  return [...decoder.feed(bytes), ...decoder.flush()].map((key) => actionFor(key, view));
}

describe('bindings', () => {
  test.each(VIEWS)('no key twice in %s', (view) => {
    const keys = commandsOf(view).flatMap((command) => command.bindings.flatMap((binding) => binding.keys));
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
  });

  test('every key can be typed, and every text fits', () => {
    for (const { bindings, label } of COMMANDS) {
      for (const { keys, help } of bindings) {
        expect(keys.length).toBeGreaterThan(0);
        for (const key of keys) expect(KEY_NAMES.includes(key) || /^(?:ctrl-[a-z]|[!-~])$/.test(key), key).toBe(true);
        expect(help.length).toBeLessThan(75);
      }
      expect((label ?? '').length).toBeLessThan(10);
    }
  });

  test('every view can be left, asked about and quit', () => {
    for (const view of VIEWS) {
      expect(action('\u0003', view), view).toEqual([{ do: 'quit' }]);
      expect(action('\u001b[99;7u', view), view).toEqual([{ do: 'quit' }]);
      expect(action('\u001a', view), view).toEqual([{ do: 'suspend' }]);
      expect(action('?', view), view).toEqual([{ do: 'help' }]);
      expect(action('\u001b', view), view).toEqual([{ do: 'back' }]);
      expect(action('q', view), view).toEqual([{ do: 'leave' }]);
    }
  });
});

describe('actionFor', () => {
  test.each<[string, ViewName, unknown]>([
    ['j', 'findings', { do: 'move', by: 1 }],
    ['\u001b[A', 'file', { do: 'move', by: -1 }],
    ['\u001bOB', 'file', { do: 'move', by: 1 }],
    ['\u0004', 'file', { do: 'page', by: 0.5 }],
    ['\u0015', 'file', { do: 'page', by: -0.5 }],
    [' ', 'file', { do: 'page', by: 1 }],
    ['\u001b[5~', 'file', { do: 'page', by: -1 }],
    ['G', 'memory', { do: 'last' }],
    ['\u001b[7~', 'memory', { do: 'first' }],
    ['\r', 'findings', { do: 'open' }],
    ['\u001b[Z', 'findings', { do: 'next-pane', by: -1 }],
    ['2', 'findings', { do: 'view', view: 'goroutines' }],
    ['f', 'goroutines', { do: 'filter' }],
    ['v', 'goroutines', { do: 'level' }],
    ['i', 'goroutines', { do: 'idle' }],
    ['E', 'file', { do: 'next-finding', by: -1 }],
    ['Y', 'finding', { do: 'copy', what: 'place' }],
    ['M', 'finding', { do: 'note' }],
    ['\f', 'finding', { do: 'redraw' }],
    // Keys that hold elsewhere, keys with alt, and pasted text do nothing.
    ['i', 'findings', undefined],
    ['m', 'goroutines', undefined],
    ['y', 'help', undefined],
    ['0', 'findings', undefined],
    ['9', 'findings', { do: 'view', view: 'exits' }],
    ['7', 'findings', { do: 'view', view: 'changes' }],
    ['8', 'findings', { do: 'view', view: 'waits' }],
    ['\u001bj', 'findings', undefined],
    ['\u001b[200~q\u001b[201~', 'findings', undefined],
    // From another alphabet; names of keys are no keys.
    ['й', 'findings', undefined],
  ])('%j in %s', (bytes, view, expected) => {
    expect(action(bytes, view)).toEqual([expected]);
  });
});

describe('footerFor', () => {
  test('says what holds', () => {
    expect(text(footerFor('goroutines', 200))).toBe(
      'j/k move  enter open  / filter  1-9 views  i idle  v level  s sort  e/E finding  y/Y copy  o editor  p pager  x export  n/N hit  tab/shift-tab pane  z zoom  ? help  q back',
    );
    expect(text(footerFor('findings', 200))).toContain('m mark  M note');
    expect(text(footerFor('findings', 200, false, false))).not.toMatch(/mark|note/);
    expect(text(footerFor('findings', 200))).toMatch(/q back$/);
    expect(text(footerFor('findings', 200, true))).toMatch(/q quit$/);
  });

  test('leaves whole items out, with a mark', () => {
    expect(text(footerFor('findings', 80, true))).toBe('j/k move  enter open  / filter  1-9 views  m mark  M note  …  ? help  q quit');
    expect(text(footerFor('findings', 40, true))).toBe('j/k move  enter open  …  ? help  q quit');
    expect(text(footerFor('findings', 20, true))).toBe('…  ? help  q quit');
    expect(text(footerFor('findings', 10))).toBe('…  ? help…');
  });

  test.each(VIEWS)('%s never is wider than it may be', (view) => {
    for (let width = 0; width <= 200; width++) expect(textWidth(text(footerFor(view, width)))).toBeLessThanOrEqual(width);
  });
});

describe('help', () => {
  test('of a view has every key that holds there and no other', () => {
    for (const view of VIEWS) {
      const lines = helpLinesOf(view);
      const keys = commandsOf(view).flatMap((command) => command.bindings.map((binding) => binding.keys.join(', ')));
      const shown = lines.flatMap((line) => ('keys' in line ? [line.keys] : []));
      expect(new Set(shown)).toEqual(new Set(keys));
      expect(shown).toHaveLength(keys.length);
    }
  });

  test('docs/keys.md is what npm run docs writes', () => {
    expect(readFileSync(join(import.meta.dirname, '../../../docs/keys.md'), 'utf8')).toBe(keysPage());
  });
});
