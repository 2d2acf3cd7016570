import type { Label } from '../../src/evidence/facts/dump.ts';
import { labelsOf } from '../../src/evidence/labels.ts';

const QUOTE = 0x22;
const CLOSING_BRACE = 0x7d;

/** Labels that were read, and the place behind them. */
export interface ReadLabels {
  readonly labels: readonly Label[];
  readonly end: number;
}

/**
 * Reads labels from the `{` at `from` to its `}`; undefined where none ends them. Names and values are words or quoted texts, which may hold
 * `]:`, `{` and `}`. In all the forms that there have been:
 *
 *     # labels: {"k":"v", "req id":"a \"b\"\n"}     runtime/pprof/label.go, labelMap.String (Go ≥ 1.15)
 *     {"k": "v", "req id": "a"}                     goroutineheader in runtime/traceback.go (Go 1.26, inside the brackets)
 *     {k: v, "req id": "a"}                         the same (Go ≥ 1.27, behind them)
 */
export function readLabels(text: string, from: number): ReadLabels | undefined {
  const pairs: [name: string, value: string][] = [];
  let at = from + 1;
  for (;;) {
    while (text[at] === ' ' || text[at] === ',') at++;
    if (at >= text.length) return undefined;
    if (text.charCodeAt(at) === CLOSING_BRACE) return { labels: labelsOf(pairs), end: at + 1 };
    const name = readWord(text, at, ',:}');
    if (name === undefined) return undefined;
    at = name.end;
    if (text[at] !== ':') {
      pairs.push([name.word, '']);
      continue;
    }
    at++;
    while (text[at] === ' ') at++;
    const value = readWord(text, at, ',}');
    if (value === undefined) return undefined;
    at = value.end;
    pairs.push([name.word, value.word]);
  }
}

interface Word {
  readonly word: string;
  readonly end: number;
}

/** A quoted text, or what stands up to one of the separators. */
function readWord(text: string, from: number, separators: string): Word | undefined {
  if (text.charCodeAt(from) === QUOTE) return readQuoted(text, from);
  for (let at = from; at < text.length; at++) if (separators.includes(text[at] ?? '')) return { word: text.slice(from, at), end: at };
  return undefined;
}

const ESCAPES: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };
const DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** A text that Go has quoted (strconv.Quote, or printquoted in runtime/print.go); undefined where it does not end. */
function readQuoted(text: string, from: number): Word | undefined {
  let word = '';
  for (let at = from + 1; at < text.length; at++) {
    const character = text[at] ?? '';
    if (character === '"') return { word, end: at + 1 };
    if (character !== '\\') {
      word += character;
      continue;
    }
    const escape = text[++at] ?? '';
    const digits = DIGITS[escape];
    const code = digits === undefined ? '' : text.slice(at + 1, at + 1 + digits);
    if (digits !== undefined && code.length === digits && /^[0-9a-f]+$/i.test(code)) {
      const point = Number.parseInt(code, 16);
      at += digits;
      // A byte that is no text on its own stays as it is written.
      word += (escape === 'x' && point > 0x7f) || point > 0x10ffff ? `\\${escape}${code}` : String.fromCodePoint(point);
    } else word += ESCAPES[escape] ?? escape;
  }
  return undefined;
}
