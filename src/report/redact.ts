import { addressSpans } from './redact/addresses.ts';
import { namedSecretSpans } from './redact/named-secrets.ts';
import { secretSpans } from './redact/secrets.ts';
import { type Span, mergeSpans } from './redact/span.ts';
import { looksRandom } from './redact/looks-random.ts';
import type { Redaction, Report } from './report.ts';

/** Fields whose text names code or Goroner's own things: there is nothing of a person or a network in them. */
const KEPT: ReadonlySet<string> = new Set([
  '$schema',
  'id',
  'key',
  'hash',
  'levels',
  'frame',
  'as',
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
  const { data, redaction } = redactCounted(report);
  return redaction === undefined ? data : { ...data, redaction };
}

/** {@link redact} for any plain data. */
export function redactData<T>(data: T): T {
  return redactCounted(data).data;
}

function redactCounted<T>(data: T): { readonly data: T; readonly redaction?: Redaction } {
  const pseudonyms = new Pseudonyms();
  const first = walk(data, pseudonyms) as T;
  // What was a secret beside its name is one where it stands alone: the words of a message are listed apart as well.
  const again = pseudonyms.learn() ? (walk(first, pseudonyms) as T) : first;
  const redaction = pseudonyms.redaction;
  return { data: again, ...(redaction === undefined ? {} : { redaction }) };
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
    const redacted =
      key === 'value' && !pseudonyms.hasLearned && isNamedSecret(fields['name'], one) ? pseudonyms.hidden(one) : walk(one, pseudonyms);
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
  let known = pseudonyms.texts.get(text);
  if (known === undefined) {
    const before = pseudonyms.places;
    const redacted = replaceSpans(text, pseudonyms);
    known = { redacted, places: pseudonyms.places - before };
    pseudonyms.texts.set(text, known);
  } else pseudonyms.places += known.places;
  return known.redacted;
}

function replaceSpans(text: string, pseudonyms: Pseudonyms): string {
  const spans = pseudonyms.hasLearned ? pseudonyms.knownSpans(text) : mergeSpans([...addressSpans(text), ...secretSpans(text)]);
  if (spans.length === 0) return text;
  pseudonyms.places += spans.length;
  let result = '';
  let from = 0;
  for (const { start, end, kind } of spans) {
    result += text.slice(from, start) + pseudonyms.of(kind, text.slice(start, end));
    from = end;
  }
  return result + text.slice(from);
}

/** Characters that a secret has at least that is looked for where nothing says that it is one. */
const LEAST_LEARNED = 8;
/** Characters that secrets are made of, for the most part: a run of them is looked up as a whole. */
const RUN = /[\w.~+/=-]{8,}/g;
/** A path or the name of a variable is not hidden everywhere because it once stood behind `token=`. */
const ORDINARY = /^(?:[/.$<]|[a-z_.-]+$|[A-Z_.-]+$|[\d.:-]+$|0x[\da-f]+$)/;

class Pseudonyms {
  /** What became of the texts so far. */
  readonly texts = new Map<string, { readonly redacted: string; readonly places: number }>();
  /** Places where something was replaced. */
  places = 0;
  #learned: ReadonlySet<string> | undefined;
  readonly #byStart = new Map<string, readonly string[]>();
  readonly #known = new Map<string, string>();
  readonly #counts = { ip: 0, email: 0, secret: 0 };

  get hasLearned(): boolean {
    return this.#learned !== undefined;
  }

  /** Begins to look for the secrets that were found; false where there are none that could be told from other words. */
  learn(): boolean {
    const secrets = [...this.#known.keys()].flatMap((key) => (key.startsWith('secret:') ? [key.slice(7)] : []));
    this.#learned = new Set(secrets.filter((one) => one.length >= LEAST_LEARNED && looksRandom(one) && !ORDINARY.test(one)));
    // The longest first: one secret may begin as another does.
    for (const one of [...this.#learned].toSorted((a, b) => b.length - a.length)) {
      const start = one.slice(0, LEAST_LEARNED);
      this.#byStart.set(start, [...(this.#byStart.get(start) ?? []), one]);
    }
    this.texts.clear();
    return this.#learned.size > 0;
  }

  /** Where secrets that are known stand in a text. */
  knownSpans(text: string): Span[] {
    if (this.#learned?.has(text) === true) return [{ start: 0, end: text.length, kind: 'secret' }];
    const spans: Span[] = [];
    for (const { index, 0: run } of text.matchAll(RUN)) {
      // Where a text is taken apart something may cling to a secret: `Sabc` in the template of a message.
      for (let at = 0; at + LEAST_LEARNED <= run.length; at++) {
        const known = this.#byStart.get(run.slice(at, at + LEAST_LEARNED))?.find((one) => run.startsWith(one, at));
        if (known === undefined) continue;
        spans.push({ start: index + at, end: index + at + known.length, kind: 'secret' });
        at += known.length - 1;
      }
    }
    return spans;
  }

  /** How much was taken out; undefined where nothing was. */
  get redaction(): Redaction | undefined {
    const { secret: secrets, email: emails, ip: addresses } = this.#counts;
    return this.places === 0 ? undefined : { secrets, emails, addresses, places: this.places };
  }

  /** The pseudonym of a value that is a secret as a whole. */
  hidden(value: string): string {
    this.places++;
    return this.of('secret', value);
  }

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
