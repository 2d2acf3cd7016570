import type { Span } from './span.ts';

const RUN_END = /[\s"'`<>]/;
/** `user:` before something that is no port: a password, whatever characters it has. */
const PASSWORD_FOLLOWS = /^[^\s/?#:@[\]]{1,64}:(?!\d{0,5}$)/;
/** net/url (url.go, parseHost and validOptionalPort) quotes what it took for the port: part of a password with `/`, `?` or `#` in it. */
const INVALID_PORT = /invalid port \\?":([^"\\]{1,500})\\?" after host/g;

/** The user and the password in URLs (`postgres://user:password@host`), and what errors about such URLs quote of them. */
export function userinfoSpans(text: string): Span[] {
  const spans: Span[] = [];
  for (let at = text.indexOf('://'); at >= 0;) {
    const start = at + 3;
    const next = text.indexOf('://', start);
    // Pieces that do not overlap: linear, also where there are many.
    const piece = text.slice(start, next < 0 ? text.length : next);
    const end = piece.search(RUN_END);
    const length = userinfoLength(end < 0 ? piece : piece.slice(0, end));
    if (length > 0) spans.push({ start, end: start + length, kind: 'secret' });
    at = next;
  }
  for (const { index, 0: whole, 1: port = '' } of text.matchAll(INVALID_PORT)) {
    const start = index + whole.indexOf('":') + 2;
    spans.push({ start, end: start + port.length, kind: 'secret' });
  }
  return spans;
}

/** Characters of the user information at the start of what follows `://`. */
function userinfoLength(rest: string): number {
  const end = rest.search(/[/?#]/);
  const authority = end < 0 ? rest : rest.slice(0, end);
  const at = authority.lastIndexOf('@');
  if (at >= 0) return at;
  // The password itself has one of these characters: what looks like the end of the host is in the middle of it.
  return PASSWORD_FOLLOWS.test(authority) ? Math.max(0, rest.lastIndexOf('@')) : 0;
}
