import type { Wrapper } from '../wrapper.ts';

const QUOTE = /^ {0,3}> ?/;
const ENTITY = /&(?:(amp|lt|gt|quot|apos|nbsp)|#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6}));/g;
const SPECIAL = /[&<>]/;
const BARE = /[<>]|&(?!#?\w{1,8};)/;
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };
const LAST_CODE_POINT = 0x10ffff;

/** Markdown and mail: every line is quoted with `> `. */
export const quote: Wrapper = {
  name: 'quoted',
  share: 0.9,
  least: 3,
  peel: (line) => (QUOTE.test(line) ? { text: line.replace(QUOTE, '') } : undefined),
};

/** A code block by indentation, as Markdown has it: every line that is not empty begins with four blanks or more. */
export const indented: Wrapper = {
  name: 'indented',
  share: 1,
  least: 3,
  peel: (line) => (line.startsWith('    ') ? { text: line.slice(4) } : line.trim() === '' ? { text: '' } : undefined),
  // Frames alone are indented too: a whole trace has a line at its margin.
  plausible: (sample) => sample.some((line) => /^ {4}(?=\S)/.test(line)),
};

/** Copied out of a page: `&gt;`, `&#39;`, and none of the characters that they stand for. */
export const entities: Wrapper = {
  name: 'html-entities',
  share: 0,
  least: 1,
  peel: (line) => ({ text: decodeEntities(line) }),
  plausible: (sample) => {
    const said = sample.map(markupOf);
    return said.includes('entities') && !said.includes('bare');
  },
};

/** What a line says about whether it was copied out of a page: it holds an entity and nothing that is one in a page; the contrary; nothing. */
export function markupOf(line: string): 'entities' | 'bare' | undefined {
  if (!SPECIAL.test(line)) return undefined;
  if (BARE.test(line)) return 'bare';
  return line.search(ENTITY) >= 0 ? 'entities' : undefined;
}

/** The characters for which the entities stand. */
export function decodeEntities(line: string): string {
  return line.includes('&') ? line.replace(ENTITY, decode) : line;
}

function decode(whole: string, name: string | undefined, decimal: string | undefined, hexadecimal: string | undefined): string {
  if (name !== undefined) return NAMED[name] ?? whole;
  const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal);
  return code > 0 && code <= LAST_CODE_POINT ? String.fromCodePoint(code) : whole;
}
