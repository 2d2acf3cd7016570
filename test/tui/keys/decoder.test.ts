import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { KeyDecoder, PASTE_LIMIT } from '../../../src/tui/keys/decoder.ts';
import type { Key } from '../../../src/tui/keys/key.ts';

/** Short names: `j`, `ctrl-d`, `alt-x`, `up`, `paste:text`. */
function name(key: Key): string {
  if (key.kind === 'paste') return `paste:${key.text}`;
  if (key.kind === 'named') return key.name;
  return `${key.ctrl ? 'ctrl-' : ''}${key.alt ? 'alt-' : ''}${key.char}`;
}

/** Keys of a text that came at once, and then nothing more for long. */
function keys(text: string | Uint8Array): string[] {
  const decoder = new KeyDecoder();
  const all = decoder.feed(text);
  for (let i = 0; i < 5 && decoder.waiting; i++) all.push(...decoder.flush());
  expect(decoder.waiting).toBe(false);
  return all.map(name);
}

const E = '\u001b';

describe('keys', () => {
  test.each<[string, string[]]>([
    ['j', ['j']],
    ['jjj', ['j', 'j', 'j']],
    ['j\r', ['j', 'enter']],
    ['G', ['G']],
    ['\n', ['enter']],
    ['\t', ['tab']],
    ['\u007f\b', ['backspace', 'backspace']],
    ['\u0004\u0015\u0003\u001a\f', ['ctrl-d', 'ctrl-u', 'ctrl-c', 'ctrl-z', 'ctrl-l']],
    ['\u0000\u001c\u001f', ['ctrl- ', 'ctrl-\\', 'ctrl-_']],
    ['é漢😀', ['é', '漢', '😀']],
    [E, ['escape']],
    [E + E, ['escape', 'escape']],
    [`${E}x${E}é`, ['alt-x', 'alt-é']],
    [`${E}\u0003`, ['escape', 'ctrl-c']],
    [`${E}\r`, ['escape', 'enter']],
    [`${E}\u007f`, ['backspace']],
    [`${E}${E}j`, ['escape', 'alt-j']],
    [`${E}[A${E}[B${E}[C${E}[D`, ['up', 'down', 'right', 'left']],
    [`${E}OA${E}OB${E}OC${E}OD`, ['up', 'down', 'right', 'left']],
    [`${E}[1;5A${E}[1;2B${E}O5C${E}O1;3D`, ['up', 'down', 'right', 'left']],
    [`${E}[a${E}Ob${E}${E}[C`, ['up', 'down', 'right']],
    [`${E}[H${E}OH${E}[1~${E}[7~${E}[1;5H`, ['home', 'home', 'home', 'home', 'home']],
    [`${E}[F${E}OF${E}[4~${E}[8~${E}[8^`, ['end', 'end', 'end', 'end', 'end']],
    [`${E}[5~${E}[5;2~${E}[5$`, ['page-up', 'page-up', 'page-up']],
    [`${E}[6~${E}[6^${E}[6@`, ['page-down', 'page-down', 'page-down']],
    [`${E}[3~${E}[Z`, ['delete', 'back-tab']],
    [`${E}OM${E}Op${E}Oy`, ['enter', '0', '9']],
    [`${E}[106u${E}[106;5u${E}[106;2u${E}[27;1u`, ['j', 'ctrl-j', 'J', 'escape']],
    [`${E}[106;1:3u`, []],
    [`${E}[27;5;100~${E}[9;2u`, ['ctrl-d', 'back-tab']],
  ])('%j', (text, expected) => {
    expect(keys(text)).toEqual(expected);
  });

  test.each<[string, string]>([
    ['mouse, SGR', `${E}[<0;12;5M${E}[<0;12;5m`],
    ['mouse, X10', `${E}[M !!`],
    ['mouse, urxvt', `${E}[32;12;5M`],
    ['focus', `${E}[I${E}[O`],
    ['answer: cursor', `${E}[12;40R`],
    ['answer: device', `${E}[?62;22c${E}[>41;354;0c`],
    ['answer: mode', `${E}[?2026;2$y`],
    ['answer: kitty', `${E}[?1u`],
    ['answer: colours', `${E}]11;rgb:0000/0000/0000${E}\\${E}]10;rgb:ffff/ffff/ffff\u0007`],
    ['answer: version', `${E}P>|xterm(390)${E}\\`],
    ['APC, PM, SOS', `${E}_Gi=1;OK${E}\\${E}^q${E}\\${E}Xq${E}\\`],
    ['function keys', `${E}OP${E}[11~${E}[24;5~${E}[[A${E}[2~`],
    ['unknown CSI', `${E}[1;2;3;4q${E}[>0;1 w`],
    ['a CSI with more parameters than anyone sends', `${E}[${'1;'.repeat(1000)}A`.replace('A', 'q')],
    ['no characters', '\u0085'],
  ])('%s is swallowed whole', (_, bytes) => {
    expect(keys(`${bytes}j`)).toEqual(['j']);
  });

  test('a mouse report of X10 from far to the right is no UTF-8', () => {
    expect(keys(new Uint8Array([0x1b, 0x5b, 0x4d, 0x20, 0xff, 0xc3, 0x6a]))).toEqual(['j']);
  });

  test('broken UTF-8 gives no key and hides none', () => {
    expect(keys(new Uint8Array([0xc3, 0x6a]))).toEqual(['j']);
    expect(keys(new Uint8Array([0xff, 0xe2, 0x82, 0x6a]))).toEqual(['j']);
    // Overlong forms, surrogates and what is beyond Unicode.
    expect(keys(new Uint8Array([0xc0, 0xaf, 0xe0, 0x80, 0xaf, 0xed, 0xa0, 0x80, 0xf4, 0x90, 0x80, 0x80, 0x6a]))).toEqual(['j']);
  });
});

describe('a lone ESC', () => {
  test('waits for the caller to decide', () => {
    const decoder = new KeyDecoder();
    expect(decoder.feed(E)).toEqual([]);
    expect(decoder.waiting).toBe(true);
    expect(decoder.flush()).toEqual([{ kind: 'named', name: 'escape' }]);
    expect(decoder.waiting).toBe(false);
    expect(decoder.flush()).toEqual([]);
  });

  test('the rest of an arrow key may be later than that', () => {
    const decoder = new KeyDecoder();
    expect(decoder.feed(`${E}[`)).toEqual([]);
    expect(decoder.flush()).toEqual([]);
    expect(decoder.waiting).toBe(true);
    expect(decoder.feed('A').map(name)).toEqual(['up']);
  });

  test('what begins a sequence is a key with alt where nothing follows', () => {
    for (const char of '[O]PX^_') expect(keys(E + char)).toEqual([`alt-${char}`]);
    expect(keys(`${E}[1;`)).toEqual([]);
  });

  test('a string without an end holds no one up', () => {
    for (const begun of [`${E}]11;rgb`, `${E}P`, `${E}[1;`, `${E}O`, `${E}[M !`, `${E}[[`])
      expect(keys(`${begun}\u0003`)).toEqual(['ctrl-c']);
    const decoder = new KeyDecoder();
    decoder.feed(`${E}]11;rgb`);
    for (let i = 0; i < 3; i++) expect(decoder.flush()).toEqual([]);
    expect(decoder.feed('j').map(name)).toEqual(['j']);
  });
});

describe('paste', () => {
  const paste = (text: string) => `${E}[200~${text}${E}[201~`;

  test('is one key and never a command', () => {
    expect(keys(`a${paste('qq\rjj')}b`)).toEqual(['a', 'paste:qq\njj', 'b']);
    expect(keys(paste(''))).toEqual([]);
  });

  test('what it holds cannot act on the terminal', () => {
    expect(keys(paste(`a${E}[2Jb${E}${E}[20`))).toEqual([String.raw`paste:a\x1b[2Jb\x1b\x1b[20`]);
  });

  test('is bounded, and cut between characters', () => {
    const decoder = new KeyDecoder();
    const text = `x${'é'.repeat(3 * PASTE_LIMIT)}`;
    const [key, after] = decoder.feed(`${paste(text)}j`);
    expect(key?.kind).toBe('paste');
    expect(name(key as Key)).toBe(`paste:x${'é'.repeat((PASTE_LIMIT - 2) / 2)}`);
    expect(name(after as Key)).toBe('j');
  });

  test('does not end by itself; ctrl-c ends it', () => {
    const decoder = new KeyDecoder();
    expect(decoder.feed(`${E}[200~abc`)).toEqual([]);
    expect(decoder.waiting).toBe(false);
    expect(decoder.flush()).toEqual([]);
    expect(decoder.feed('q')).toEqual([]);
    expect(decoder.feed('\u0003').map(name)).toEqual(['paste:abcq', 'ctrl-c']);
  });
});

describe('any bytes', () => {
  const piece = fc.oneof(
    fc.uint8Array({ maxLength: 6 }),
    fc
      .constantFrom(
        E,
        `${E}[`,
        `${E}O`,
        `${E}]`,
        `${E}[200~`,
        `${E}[201~`,
        `${E}[M`,
        `${E}[<0;1;1M`,
        `${E}\\`,
        'é',
        '😀',
        '1;5',
        'A',
        '~',
        '\r',
        '\u0003',
      )
      .map((text) => new TextEncoder().encode(text)),
  );
  const bytes = fc.array(piece, { maxLength: 20 }).map((pieces) => Uint8Array.from(pieces.flatMap((one) => [...one])));

  test('any split gives the same keys', () => {
    fc.assert(
      fc.property(bytes, fc.array(fc.nat({ max: 120 })), (data, cuts) => {
        const whole = new KeyDecoder();
        const split = new KeyDecoder();
        const inPieces: Key[] = [];
        let from = 0;
        for (const cut of [...cuts.filter((one) => one < data.length), data.length].toSorted((a, b) => a - b)) {
          inPieces.push(...split.feed(data.subarray(from, cut)));
          from = cut;
        }
        expect(inPieces).toEqual(whole.feed(data));
        expect(split.waiting).toBe(whole.waiting);
        expect(split.flush()).toEqual(whole.flush());
      }),
      { numRuns: 3000 },
    );
  });

  test('never throw, and what they begin comes to an end', () => {
    fc.assert(
      fc.property(bytes, (data) => {
        const decoder = new KeyDecoder();
        for (const key of decoder.feed(data)) {
          if (key.kind === 'char') expect(key.char).toMatch(/^.$/su);
          // oxlint-disable-next-line no-control-regex -- finding control characters is the purpose
          if (key.kind !== 'named') expect(name(key)).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
        }
        for (let i = 0; i < 3; i++) decoder.flush();
        expect(decoder.waiting).toBe(false);
        // ctrl-c is heard wherever the decoder is.
        expect(decoder.feed('\u0003').map(name).at(-1)).toBe('ctrl-c');
      }),
      { numRuns: 3000 },
    );
  });
});
