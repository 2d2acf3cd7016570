import type { Span } from './span.ts';

// Every expression below costs linear time: a run of characters is entered only at its start, or has a fixed length.

/**
 * An IPv4 address, or `@v1.2.3…` of a path in Go's module cache, which is none whatever follows. Nor
 * is the number of a closure: `main.init.0.func148.1.1.1`, `gowrap1.1.1.1`, `f-range1.1.1.1`.
 */
const IPV4 = /@v\d+\.\d+\.\d+[\w.+~-]*|(?<!\d|\d\.|v|func|wrap|range)\d{1,3}(?:\.\d{1,3}){3}(?!\d|\.\d)/gi;
const COLON_RUN = /[0-9a-f:.]+/gi;
/** Every IPv6 address has this or `::` in it: nearly no text has, and runs of hexadecimal digits are many. */
const GROUP = /:[0-9a-f]{1,4}:/i;
const EMAIL = /(?<![\p{L}\p{N}_.+%-])[\p{L}\p{N}_.+%-]+@([\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,})/gu;

/** IP addresses, but those that say nothing about anybody's network (loopback, the unspecified address), and e-mail addresses. */
export function addressSpans(text: string): Span[] {
  const spans: Span[] = [];
  for (const { index, 0: found } of text.matchAll(IPV4))
    if (isForeignIpv4(found)) spans.push({ start: index, end: index + found.length, kind: 'ip' });
  if (text.includes('::') || GROUP.test(text))
    for (const { index, 0: run } of text.matchAll(COLON_RUN)) {
      const span = run.includes(':') ? ipv6In(text, index, index + run.length) : undefined;
      if (span !== undefined) spans.push(span);
    }
  if (text.includes('@'))
    for (const match of text.matchAll(EMAIL)) {
      const [whole, domain = ''] = match;
      // What stands before a version is a module, not a mailbox.
      if (!/^v\d+\.\d+\.\d/.test(domain)) spans.push({ start: match.index, end: match.index + whole.length, kind: 'email' });
    }
  return spans;
}

function isForeignIpv4(text: string): boolean {
  const octets = text.split('.').map(Number);
  return octets.every((octet) => octet <= 255) && octets[0] !== 127 && octets.some((octet) => octet !== 0);
}

/** The address in a run of hexadecimal digits, colons and dots, without what clings to it from either side. */
function ipv6In(text: string, runStart: number, runEnd: number): Span | undefined {
  let start = runStart;
  let end = runEnd;
  // `addr:2001:db8::1`: the run starts with the end of a word, or with the colon after one.
  if (/\w/.test(text[start - 1] ?? ' ') && !text.startsWith('::', start)) {
    const colon = text.indexOf(':', start);
    start = colon + 1;
  }
  while (end > start && text[end - 1] === '.') end -= 1;
  if (text[end - 1] === ':' && text[end - 2] !== ':') end -= 1;
  if (/\w/.test(text[end] ?? ' ')) end = Math.max(start, text.lastIndexOf(':', end - 1));
  const address = text.slice(start, end);
  return isForeignIpv6(address) ? { start, end, kind: 'ip' } : undefined;
}

function isForeignIpv6(text: string): boolean {
  // Without a digit it is rather a C++ name: `abc::def`.
  if (text.length > 45 || !/\d/.test(text)) return false;
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const tail = text.slice(text.lastIndexOf(':') + 1);
  const dotted = tail.includes('.');
  if (dotted && !/^\d{1,3}(?:\.\d{1,3}){3}$/.test(tail)) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  if (!groups.every((group, i) => /^[0-9a-f]{1,4}$/i.test(group) || (dotted && i === groups.length - 1))) return false;
  const width = groups.length + (dotted ? 1 : 0);
  if (halves.length === 2 ? width > 7 : width !== 8) return false;
  if (dotted) return isForeignIpv4(tail) || groups.slice(0, -1).some((group) => !/^(?:0+|ffff)$/i.test(group));
  // `::1`, and `[::5]` as Go's slice errors print it. Real addresses do not have one group alone.
  if (groups.length === 1 && text.startsWith('::')) return false;
  return !(groups.slice(0, -1).every((group) => /^0+$/.test(group)) && /^0*[01]$/.test(groups.at(-1) ?? ''));
}
