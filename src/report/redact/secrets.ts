import { flagSpans } from './flags.ts';
import { looksRandom } from './looks-random.ts';
import { namedSecretSpans } from './named-secrets.ts';
import type { Span } from './span.ts';
import { userinfoSpans } from './userinfo.ts';

// A token starts at the start of a word, or right after a colour sequence, which is spelt out in safe text (`[31m`).
const START = String.raw`(?:(?<![A-Za-z0-9_-])|(?<=\[[\d;]{0,12}m))`;

/** Tokens that tell by their form what they are. Each expression enters a run of characters only at its start. */
const TOKENS = new RegExp(
  `${START}(?:${[
    // JSON Web Tokens, whole or cut.
    String.raw`eyJ[\w-]{8,}(?:\.[\w-]*){0,2}`,
    // AWS key ids.
    String.raw`(?:AKIA|ASIA|AGPA|AIDA|AROA|ANPA|ANVA)[A-Z0-9]{16}(?![A-Z0-9])`,
    // GitHub, GitLab, Slack, Google, Stripe.
    String.raw`gh[pousr]_[A-Za-z0-9]{20,}`,
    String.raw`github_pat_\w{20,}`,
    String.raw`glpat-[\w-]{16,}`,
    String.raw`xox[a-z]-[\w-]{10,}`,
    String.raw`AIza[\w-]{30,}`,
    String.raw`[sr]k_(?:live|test)_[A-Za-z0-9]{16,}`,
  ].join('|')})`,
  'g',
);

/** What every such token has in it: looked for first, as a search without a look behind is several times as fast. */
const TOKEN_PART = /eyJ|A(?:KI|SI|GP|ID|RO|NP|NV)A|gh[pousr]_|github_pat_|glpat-|xox[a-z]-|AIza|[sr]k_/;

const SCHEME = /(?<![A-Za-z0-9])(bearer|basic)[ \t]{1,4}([\w.~+/=-]{6,})/gi;
/** `user:password@tcp(host)/db`, as Go's MySQL driver takes it. */
const DSN = /(?<![^\s"'`])[^\s"'`]+(?=@(?:tcp[46]?|udp|unix)\()/g;
const PEM_BEGIN = /-----BEGIN [A-Z0-9 ]{1,60}-----/g;
/** A line of nothing but base64: the inside of a PEM block whose head stands elsewhere. */
const BASE64_LINE = /^[ \t]{0,8}[A-Za-z0-9+/]{56,}={0,2}$/gm;

/** Passwords, tokens, keys: what grants access to whoever reads it. */
export function secretSpans(text: string): Span[] {
  const spans = [...namedSecretSpans(text), ...flagSpans(text), ...pemSpans(text), ...userinfoSpans(text)];
  const add = (start: number, length: number) => {
    if (length > 0) spans.push({ start, end: start + length, kind: 'secret' });
  };
  if (TOKEN_PART.test(text)) for (const { index, 0: token } of text.matchAll(TOKENS)) add(index, token.length);
  for (const { index, 0: whole, 2: token = '' } of text.matchAll(SCHEME))
    if (looksRandom(token)) add(index + whole.length - token.length, token.length);
  if (text.includes('@'))
    for (const { index, 0: user } of text.matchAll(DSN)) {
      const label = /^[\w.-]{1,40}=/.exec(user)?.[0].length ?? 0;
      if (user.includes(':')) add(index + label, user.length - label);
    }
  for (const { index, 0: line } of text.matchAll(BASE64_LINE)) add(index, line.length);
  return spans;
}

/** Blocks from BEGIN to END; to the end of the text where the block is cut. */
function pemSpans(text: string): Span[] {
  const spans: Span[] = [];
  let from = 0;
  for (const { index, 0: head } of text.matchAll(PEM_BEGIN)) {
    if (index < from) continue;
    const tail = text.indexOf('-----END ', index + head.length);
    const close = tail < 0 ? -1 : text.indexOf('-----', tail + 9);
    from = close < 0 ? text.length : close + 5;
    spans.push({ start: index, end: from, kind: 'secret' });
  }
  return spans;
}
