import { addressSpans } from './redact/addresses.ts';
import { secretSpans } from './redact/secrets.ts';
import { type Span, mergeSpans } from './redact/span.ts';
import type { Report } from './report.ts';

/** Fields whose text names code or Goroner's own things: there is nothing of a person or a network in them. */
const KEPT: ReadonlySet<string> = new Set(['$schema', 'id', 'key', 'fingerprint', 'url', 'function', 'functions', 'file', 'program']);

/**
 * A copy of the report that can be shared: addresses, e-mail addresses and secrets are replaced by pseudonyms (`<ip-1>`,
 * `<email-1>`, `<secret-1>`), the same value by the same one everywhere, numbered by first appearance. Numbers and the
 * structure stay; so do functions, source files, goroutine addresses and versions. It finds what has a known form: it
 * is no proof that nothing private is left.
 */
export function redact(report: Report): Report {
  const pseudonyms = new Pseudonyms();
  return walk(report, pseudonyms) as Report;
}

function walk(value: unknown, pseudonyms: Pseudonyms): unknown {
  if (typeof value === 'string') return redactText(value, pseudonyms);
  if (Array.isArray(value)) return value.map((one) => walk(one, pseudonyms));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, KEPT.has(key) ? one : walk(one, pseudonyms)]));
}

function redactText(text: string, pseudonyms: Pseudonyms): string {
  const spans = mergeSpans([...addressSpans(text), ...secretSpans(text)]);
  let result = '';
  let from = 0;
  for (const { start, end, kind } of spans) {
    result += text.slice(from, start) + pseudonyms.of(kind, text.slice(start, end));
    from = end;
  }
  return result + text.slice(from);
}

class Pseudonyms {
  readonly #known = new Map<string, string>();
  readonly #counts = { ip: 0, email: 0, secret: 0 };

  of(kind: Span['kind'], value: string): string {
    // Addresses are the same in any case; secrets are not.
    const key = `${kind}:${kind === 'secret' ? value : value.toLowerCase()}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#counts[kind] += 1;
    const pseudonym = `<${kind}-${this.#counts[kind]}>`;
    this.#known.set(key, pseudonym);
    return pseudonym;
  }
}
