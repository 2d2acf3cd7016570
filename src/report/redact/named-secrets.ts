import { looksRandom } from './looks-random.ts';
import type { Span } from './span.ts';

/** A name that promises a secret, in any spelling, up to the sign before its value. The lengths are bounded: linear time. */
const NAMED =
  /(password|passwd|passphrase|pwd|(?<![a-z])pass(?![a-z])|secret|token|credentials?|api[_-]?key|(?:access|private|account|signing|encryption|master|shared|ssh|webhook)[_-]?key|pgpass|session[_-]?id|authorization|cookie)([\w-]{0,32})(\\{0,7}["'`])?[ \t]{0,4}(:=|=>|[:=])[ \t]{0,4}/gi;

const SCHEMES = /^(?:bearer|basic|digest|negotiate|token|apikey|aws4-hmac-sha256|oauth|ntlm)[ \t]+/i;
/** Values that are no secrets: placeholders, variables, what another tool has hidden already. */
const HARMLESS =
  /^(?:<[a-z]+-\d+>|\$\{?[A-Z_][A-Z0-9_]*\}?|\$\([^)]*\)|\*+|x{3,}|\[?redacted\]?|nil|<nil>|null|none|true|false|map\[\]|\[\]|\{\})$/i;

/** Values whose name says that they are secret: `password=…`, `"api_key": "…"`, `Authorization: …`. */
export function namedSecretSpans(text: string): Span[] {
  const spans: Span[] = [];
  NAMED.lastIndex = 0;
  for (let match = NAMED.exec(text); match !== null; match = NAMED.exec(text)) {
    const [whole, word = '', suffix = '', quote, sign = ''] = match;
    const from = match.index + whole.length;
    // `PASS: TestX` is no password, and PWD is the working directory. Known before the value is looked for: a name
    // that is passed over must cost nothing.
    if (/^pass$/i.test(word) && sign !== '=') continue;
    if (/^pwd$/i.test(word) && text[from] === '/') continue;
    const value = valueAt(text, from, /^(?:cookie|authorization)$/i.test(word));
    const shown = text.slice(value.start, value.end);
    if (shown === '' || HARMLESS.test(shown)) continue;
    if (isHarmless(word.toLowerCase(), suffix, sign, quote !== undefined || value.quoted || !whole.endsWith(' '), shown)) continue;
    spans.push({ start: value.start, end: value.end, kind: 'secret' });
    NAMED.lastIndex = value.end;
  }
  return spans;
}

/** Names that only sound secret. `tight`: quoted, or without a space after the sign, so that it is no sentence. */
function isHarmless(word: string, suffix: string, sign: string, tight: boolean, value: string): boolean {
  const numeric = /^\d+$/.test(value);
  // `max_tokens=4096`, `token_count: 7`.
  if (numeric && /^s$|count|expir|ttl|len|size|age/i.test(suffix)) return true;
  // `token-service:8080` is a host with its port.
  if (numeric && sign === ':' && suffix.includes('-')) return true;
  // "unexpected token: end of file" is an error message.
  const wordy = word === 'token' || word === 'secret' || word.startsWith('credential');
  return wordy && sign === ':' && !tight && (!looksRandom(value) || /\.go:\d+$/.test(value));
}

interface Value {
  readonly start: number;
  readonly end: number;
  readonly quoted: boolean;
}

/** Where a value ends. In doubt it goes too far rather than not far enough. `header`: a header, which takes its line. */
function valueAt(text: string, from: number, header: boolean): Value {
  const opening = /^\\{0,7}["'`]/.exec(text.slice(from, from + 8))?.[0];
  if (opening !== undefined) {
    const start = from + opening.length;
    const scheme = header ? (SCHEMES.exec(text.slice(start, start + 40))?.[0].length ?? 0) : 0;
    return { start: start + scheme, end: closingQuote(text, start, opening), quoted: true };
  }
  // A header as Go prints a map: `Authorization:[Bearer abc]`.
  if (text[from] === '[') {
    const line = endOfLine(text, from);
    const close = text.slice(from, line).indexOf(']');
    const scheme = SCHEMES.exec(text.slice(from + 1, from + 41))?.[0].length ?? 0;
    return { start: from + 1 + scheme, end: close < 0 ? line : from + close, quoted: true };
  }
  if (header) {
    const scheme = SCHEMES.exec(text.slice(from, from + 40))?.[0].length ?? 0;
    // A scheme and what follows, or a cookie's list, take the line; a single word ends with it.
    if (scheme > 0 || /^[^\s;]{0,200}(?:=|;)/.test(text.slice(from, from + 201))) {
      const word = endOfWord(text, from + scheme);
      const rest = text[word] === ',' || text[word] === ';' || /[,;=]/.test(text.slice(word - 1, word));
      return { start: from + scheme, end: rest ? endOfLine(text, word) : word, quoted: false };
    }
  }
  return { start: from, end: endOfWord(text, from), quoted: false };
}

function closingQuote(text: string, from: number, quote: string): number {
  for (let i = from; i < text.length; i += 1) {
    if (text[i] === '\n') return i;
    if (text.startsWith(quote, i)) return i;
    // An escaped character belongs to the value, also where it is a quote.
    if (text[i] === '\\') i += 1;
  }
  return text.length;
}

/** A bare value ends at white space, a quote or the next field; closing brackets behind it belong to what is around. */
function endOfWord(text: string, from: number): number {
  let end = from;
  while (end < text.length && !/[\s"'`&]/.test(text[end] ?? '')) {
    if (/[,;]/.test(text[end] ?? '') && /^[,;][\w.-]{1,40}\\?["']?[:=]/.test(text.slice(end, end + 45))) break;
    end += 1;
  }
  while (end > from && /[)\]},;.:]/.test(text[end - 1] ?? '')) end -= 1;
  return end;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}
