import { characterWidth, textWidth } from './width.ts';

export interface WrapOptions {
  /** Put before the first line; counted in the columns. */
  readonly first?: string;
  /** Put before every further line; as many spaces as `first` is wide by default. */
  readonly rest?: string;
  /**
   * What becomes of a word that is wider than a line: `break` cuts it at the edge (the default), `keep` lets it stand
   * out, so that an address or a path can still be copied.
   */
  readonly long?: 'break' | 'keep';
}

/**
 * Wraps a text at spaces into lines of at most so many columns. Runs of spaces become one; a newline in the text stays
 * a line end. Never gives an empty list. Linear in the length of the text.
 */
export function wrap(text: string, columns: number, options: WrapOptions = {}): string[] {
  const first = options.first ?? '';
  const rest = options.rest ?? ' '.repeat(textWidth(first));
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let words: string[] = [];
    let prefix = lines.length === 0 ? first : rest;
    let used = textWidth(prefix);
    const flush = (): void => {
      lines.push(`${prefix}${words.join(' ')}`.trimEnd());
      words = [];
      prefix = rest;
      used = textWidth(rest);
    };
    for (const word of paragraph.split(/[ \t]+/)) {
      if (word === '') continue;
      const width = textWidth(word);
      if (words.length > 0 && used + 1 + width > columns) flush();
      if (words.length === 0 && used + width > columns && options.long !== 'keep') {
        const pieces = cut(word, columns - used, columns - textWidth(rest));
        for (const piece of pieces.slice(0, -1)) {
          words.push(piece);
          flush();
        }
        words.push(pieces.at(-1) ?? '');
        used += textWidth(pieces.at(-1) ?? '');
        continue;
      }
      used += width + (words.length > 0 ? 1 : 0);
      words.push(word);
    }
    flush();
  }
  return lines;
}

/** Cuts a word into pieces that fit; every piece has one character at least, however narrow the space is. */
function cut(word: string, firstRoom: number, room: number): string[] {
  const pieces: string[] = [];
  let piece = '';
  let used = 0;
  for (const character of word) {
    const width = characterWidth(character);
    if (piece !== '' && used + width > (pieces.length === 0 ? firstRoom : room)) {
      pieces.push(piece);
      piece = '';
      used = 0;
    }
    piece += character;
    used += width;
  }
  pieces.push(piece);
  return pieces;
}
