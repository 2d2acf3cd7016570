import { sanitize } from '../../../text/safe-text.ts';

/**
 * Words that a forge or a wiki acts on after Markdown is done with them, so that no backslash helps: mentions and mail addresses,
 * references to issues and commits, addresses of the web, emoji, formulas. In code they are left alone.
 */
const ACTS_LATER = /[@$]|#\d|\bgh-\d|:\/\/|www\.|mailto:|xmpp:|:[\w+-]+:|\b[0-9a-f]{40}\b/i;

/** Functions, fields and files, with a dot in them; paths. */
const NAME_OF_CODE = /^[A-Za-z_/][\w/-]*\.[(A-Za-z_]|^\/[\w.-]+\//;

const OPENING = '("\'“‘';
const CLOSING = '.,;:!?"\'”’';

/**
 * Running text on one line that shows as it stands: nothing in it makes a heading, a list, a table, a link, an image, HTML, emphasis, a
 * mention or a reference. Names of code become code. It may stand at the beginning of a line.
 */
export function prose(text: string): string {
  return sanitize(text)
    .split(/\s+/)
    .filter((one) => one !== '')
    .map((one, at) => word(one, at === 0))
    .join(' ');
}

/**
 * {@link prose} of a text in which code stands between backticks, as the texts of signatures have it. What a bundle has put into such a text is code or
 * prose as well: neither acts.
 */
export function withCode(text: string): string {
  const pieces = sanitize(text).split(/`([^`\n]+)`/);
  return pieces.reduce((before, piece, at) => {
    const inner = piece.trim();
    if (inner === '') return piece === '' ? before : `${before} `;
    const made = at % 2 === 1 ? span(inner.replaceAll('\t', ' ')) : prose(inner);
    const gap = at % 2 === 0 && /^\s/.test(piece) ? ' ' : '';
    const next = at % 2 === 0 && /\s$/.test(piece) && at < pieces.length - 1 ? ' ' : '';
    // Two runs of backticks that touch would be one.
    const apart = gap === '' && before.endsWith('`') && made.startsWith('`') ? ' ' : gap;
    return `${before}${before === '' ? '' : apart}${made}${next}`;
  }, '');
}

/** Text as code, on one line. Of a bar in it the bar stands outside: in a table it would end the cell. */
export function code(text: string): string {
  return sanitize(text)
    .replaceAll(/[\t\n]/g, ' ')
    .split('|')
    .map((piece) => (piece === '' ? '' : span(piece)))
    .join(String.raw`\|`);
}

/** More backticks than the longest run of them in a text, and no fewer than `least`. */
export function fenceFor(text: string, least: number): string {
  let longest = 0;
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  return '`'.repeat(Math.max(least, longest + 1));
}

function span(piece: string): string {
  const fence = fenceFor(piece, 1);
  // A blank at both ends is taken off, unless there is nothing but blanks.
  const pad = /^[ `]|[ `]$/.test(piece) && /[^ ]/.test(piece) ? ' ' : '';
  return `${fence}${pad}${piece}${pad}${fence}`;
}

function word(text: string, first: boolean): string {
  const { start, end } = core(text);
  const inner = text.slice(start, end);
  const isCode = ACTS_LATER.test(text) || (inner.length > 3 && NAME_OF_CODE.test(inner)) || (inner.includes('_') && /^\w+$/.test(inner));
  return isCode && inner !== '' ? `${text.slice(0, start)}${code(inner)}${text.slice(end)}` : escaped(text, first);
}

/** Where a word is without the punctuation around it; brackets that are closed in it belong to it. */
function core(text: string): { start: number; end: number } {
  let start = 0;
  let end = text.length;
  while (start < end && OPENING.includes(text.charAt(start))) start += 1;
  let unopened = 0;
  for (let at = start; at < end; at += 1) {
    if (text.charAt(at) === ')') unopened += 1;
    else if (text.charAt(at) === '(') unopened -= 1;
  }
  for (; end > start; end -= 1) {
    const last = text.charAt(end - 1);
    if (last === ')' && unopened > 0) unopened -= 1;
    else if (!CLOSING.includes(last)) break;
  }
  return { start, end };
}

/** Backslashes where Markdown would act. An underscore within a word does nothing. */
function escaped(text: string, first: boolean): string {
  const inline = text
    .replaceAll(/[\\`*<[\]|~#]|&(?=[#A-Za-z])/g, String.raw`\$&`)
    .replaceAll(/(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, String.raw`\_`);
  if (!first) return inline;
  return inline.replace(/^[+\->=:]/, String.raw`\$&`).replace(/^(\d+)([.)])/, String.raw`$1\$2`);
}
