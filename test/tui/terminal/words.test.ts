import { describe, expect, test } from 'vitest';
import { CLIPBOARD_LIMIT, copySequence } from '../../../src/tui/terminal/clipboard.ts';
import { hasUtf8, lookOf, prepareForInk } from '../../../src/tui/terminal/colour.ts';
import { commandWords } from '../../../src/tui/terminal/command-words.ts';
import { editorCommand } from '../../../src/tui/terminal/editor.ts';
import { pagerCommand } from '../../../src/tui/terminal/pager.ts';
import { themeOf } from '../../../src/tui/terminal/theme.ts';

const E = '\u001b';

describe('what the terminal shows', () => {
  test.each<[Record<string, string>, boolean, boolean]>([
    [{ TERM: 'xterm' }, true, true],
    [{ TERM: 'xterm' }, false, false],
    [{ TERM: 'xterm', NO_COLOR: '1' }, true, false],
    [{ TERM: 'xterm', NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
    [{ TERM: 'xterm', NO_COLOR: '' }, true, true],
    [{ TERM: 'dumb' }, true, false],
    [{ TERM: 'dumb', FORCE_COLOR: '1' }, true, true],
    [{ TERM: 'xterm', FORCE_COLOR: '0' }, true, false],
  ])('%j, terminal %j: colour %j', (env, isTTY, colour) => {
    expect(lookOf({ isTTY }, env).colour).toBe(colour);
  });

  test.each<[Record<string, string>, boolean]>([
    [{ LANG: 'en_US.UTF-8' }, true],
    [{ LANG: 'C.utf8' }, true],
    [{ LANG: 'en_US.UTF-8', LC_ALL: 'C' }, false],
    [{ LANG: 'C', LC_CTYPE: 'UTF-8', LC_ALL: '' }, true],
    [{}, false],
  ])('%j: UTF-8 %j', (env, utf8) => {
    expect(hasUtf8(env)).toBe(utf8);
  });

  test('what React, Ink and chalk read is set, and what was there is kept for others', () => {
    const env: NodeJS.ProcessEnv = { CI: 'true', NO_COLOR: '1', DEV: 'true', NODE_ENV: 'development', HOME: '/h' };
    const before = { ...env };
    expect(prepareForInk(env).before).toEqual(before);
    expect(env).toEqual({ CI: 'false', FORCE_COLOR: '1', NODE_ENV: 'production', HOME: '/h' });
  });
});

describe('the theme', () => {
  const colours = themeOf({ colour: true });
  const plain = themeOf({ colour: false });

  test('without colours keeps what is bold, underlined or inverse', () => {
    expect(JSON.stringify(plain)).not.toContain('color"');
    expect(plain.critical).toEqual({ bold: true, underline: true });
    expect(plain.hit).toEqual({ bold: true, underline: true });
    expect(colours.critical).toEqual({ color: 'red', bold: true, underline: true });
  });

  test('severities differ from each other; red and green never do so alone', () => {
    const severities = [colours.critical, colours.high, colours.medium, colours.low].map((style) => JSON.stringify(style));
    expect(new Set(severities).size).toBe(4);
    expect(JSON.stringify(colours)).not.toMatch(/green|magenta/);
  });
});

describe('the clipboard', () => {
  const text = 'grüße\n';
  const base64 = Buffer.from(text).toString('base64');
  const sequence = (text: string, env: Record<string, string>) => {
    const copied = copySequence(text, env);
    return copied.kind === 'sequence' ? copied.sequence : copied.why;
  };

  test('is set by OSC 52', () => {
    expect(copySequence(text, { TERM: 'xterm' })).toEqual({
      kind: 'sequence',
      sequence: `${E}]52;c;${base64}\u0007`,
      bytes: 8,
      cut: false,
    });
  });

  test('through tmux', () => {
    expect(sequence(text, { TERM: 'tmux-256color', TMUX: '/x,1,0' })).toBe(
      `${E}]52;c;${base64}\u0007${E}Ptmux;${E}${E}]52;c;${base64}\u0007${E}\\`,
    );
  });

  test('through screen, in pieces', () => {
    const long = 'x'.repeat(1000);
    const pieces = sequence(long, { TERM: 'screen', STY: '1' }).split(`${E}\\`).slice(0, -1);
    expect(pieces.length).toBeGreaterThan(4);
    for (const piece of pieces) expect(piece.startsWith(`${E}P`) && piece.length <= 242).toBe(true);
    expect(pieces.map((piece) => piece.slice(2)).join('')).toBe(sequence(long, { TERM: 'xterm' }));
  });

  test('long text is cut between characters', () => {
    const copied = copySequence(`x${'é'.repeat(CLIPBOARD_LIMIT)}`, { TERM: 'xterm' });
    expect(copied).toMatchObject({ bytes: CLIPBOARD_LIMIT - 1, cut: true });
    const data = /;c;([\w+/=]*)/.exec(copied.kind === 'sequence' ? copied.sequence : '')?.[1] ?? '';
    expect(Buffer.from(data, 'base64').toString()).toBe(`x${'é'.repeat((CLIPBOARD_LIMIT - 2) / 2)}`);
    expect(data.length).toBeLessThan(100_000);
  });

  test('is said to be missing where it is', () => {
    expect(copySequence(text, { TERM: 'dumb' }).kind).toBe('unsupported');
    expect(copySequence(text, { TERM: 'linux' }).kind).toBe('unsupported');
  });
});

describe('programs', () => {
  test.each<[string, string[]]>([
    ['vim', ['vim']],
    ['code --wait', ['code', '--wait']],
    ['"/opt/my editor/vim" -u NONE', ['/opt/my editor/vim', '-u', 'NONE']],
    [String.raw`/opt/my\ editor/vim`, ['/opt/my editor/vim']],
    [`emacs --eval '(message "a $b")'`, ['emacs', '--eval', '(message "a $b")']],
    [String.raw`vi -c "a \"b\" \n"`, ['vi', '-c', String.raw`a "b" \n`]],
    // Nothing is run but the one program.
    ['vi; rm -rf $HOME `id` $(id)', ['vi;', 'rm', '-rf', '$HOME', '`id`', '$(id)']],
    ['"unfinished', ['unfinished']],
    ['  ', []],
    ["''", ['']],
  ])('%j', (setting, words) => {
    expect(commandWords(setting)).toEqual(words);
  });

  test.each<[Record<string, string>, string, string, string[]]>([
    [{}, 'a.log', 'vi', ['+7', 'a.log']],
    [{ EDITOR: 'nano' }, 'a.log', 'nano', ['+7', 'a.log']],
    [{ VISUAL: 'nvim -R', EDITOR: 'nano' }, 'a b.log', 'nvim', ['-R', '+7', 'a b.log']],
    [{ VISUAL: ' ', EDITOR: '/usr/bin/vim.tiny' }, 'a.log', '/usr/bin/vim.tiny', ['+7', 'a.log']],
    [{ EDITOR: 'emacsclient -t' }, 'a.log', 'emacsclient', ['-t', '+7', 'a.log']],
    [{ EDITOR: 'code --wait' }, 'a.log', 'code', ['--wait', '-g', 'a.log:7']],
    [{ EDITOR: 'subl' }, 'a.log', 'subl', ['a.log:7']],
    [{ EDITOR: 'acme' }, 'a.log', 'acme', ['a.log']],
    // Names from a bundle are no options and no commands.
    [{}, '-c:!id', 'vi', ['+7', './-c:!id']],
    [{}, '+!id', 'vi', ['+7', './+!id']],
    [{ EDITOR: 'code' }, '--install-extension', 'code', ['-g', './--install-extension:7']],
    [{ EDITOR: 'acme' }, '-x', 'acme', ['./-x']],
    [{}, '/a/$(id);b', 'vi', ['+7', '/a/$(id);b']],
  ])('editor %j of %j', (env, file, command, args) => {
    expect(editorCommand(env, file, 7)).toEqual({ command, args });
  });

  test.each<[Record<string, string>, string, string, string[]]>([
    [{}, 'a.log', 'less', ['+7', 'a.log']],
    [{ PAGER: 'less -S' }, '-o', 'less', ['-S', '+7', './-o']],
    [{ PAGER: 'bat' }, 'a.log', 'bat', ['a.log']],
    [{ PAGER: 'cat' }, 'a.log', 'less', ['+7', 'a.log']],
  ])('pager %j of %j', (env, file, command, args) => {
    expect(pagerCommand(env, file, 7)).toEqual({ command, args });
  });
});
