import { addressSpans } from './redact/addresses.ts';
import { namedSecretSpans } from './redact/named-secrets.ts';
import { secretSpans } from './redact/secrets.ts';
import { type Span, mergeSpans } from './redact/span.ts';
import type { Report } from './report.ts';

/** Fields whose text names code or Goroner's own things: there is nothing of a person or a network in them. */
const KEPT: ReadonlySet<string> = new Set([
  '$schema',
  'id',
  'key',
  'fingerprint',
  'url',
  'function',
  'functions',
  'file',
  'program',
  'origin',
]);

/**
 * The report as it can be shared: addresses, e-mail addresses and secrets are replaced by pseudonyms (`<ip-1>`,
 * `<email-1>`, `<secret-1>`), the same value by the same one everywhere, numbered by first appearance. Numbers and the
 * structure stay; so do functions, source files, goroutine addresses and versions. It finds what has a known form: it
 * is no proof that nothing private is left.
 */
export function redact(report: Report): Report {
  return redactData(report);
}

/** {@link redact} for any plain data. */
export function redactData<T>(data: T): T {
  return walk(data, new Pseudonyms()) as T;
}

/** What holds no secret is not copied: that is nearly all of a report. */
function walk(value: unknown, pseudonyms: Pseudonyms): unknown {
  if (typeof value === 'string') return redactText(value, pseudonyms);
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) {
    let copy: unknown[] | undefined;
    for (let i = 0; i < value.length; i += 1) {
      const one: unknown = value[i];
      const redacted = walk(one, pseudonyms);
      if (redacted !== one) copy ??= [...(value as readonly unknown[])];
      if (copy !== undefined) copy[i] = redacted;
    }
    return copy ?? value;
  }
  const fields = value as Readonly<Record<string, unknown>>;
  let copy: Map<string, unknown> | undefined;
  for (const key in fields) {
    if (KEPT.has(key)) continue;
    const one = fields[key];
    const redacted = key === 'value' && isNamedSecret(fields['name'], one) ? pseudonyms.of('secret', one) : walk(one, pseudonyms);
    if (redacted === one) continue;
    copy ??= new Map(Object.entries(fields));
    copy.set(key, redacted);
  }
  return copy === undefined ? value : Object.fromEntries(copy);
}

/** The value of a label whose name says that it is secret: by itself it looks like any other word. */
function isNamedSecret(name: unknown, value: unknown): value is string {
  return typeof name === 'string' && typeof value === 'string' && value !== '' && namedSecretSpans(`${name}=${value}`).length > 0;
}

/** Longer texts than this are not remembered: they hardly come twice. */
const LONGEST_REMEMBERED = 500;

function redactText(text: string, pseudonyms: Pseudonyms): string {
  if (text.length > LONGEST_REMEMBERED) return replaceSpans(text, pseudonyms);
  // The same words come again and again in a report, and always become the same.
  const known = pseudonyms.texts.get(text);
  if (known !== undefined) return known;
  const redacted = replaceSpans(text, pseudonyms);
  pseudonyms.texts.set(text, redacted);
  return redacted;
}

function replaceSpans(text: string, pseudonyms: Pseudonyms): string {
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
  /** What became of the texts so far. */
  readonly texts = new Map<string, string>();
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
