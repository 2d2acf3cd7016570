import type { Skipped } from '../../parsers/parser.ts';
import type { Citation } from '../../src/evidence/citation.ts';
import type { Fact } from '../../src/evidence/facts/index.ts';
import { sanitize } from '../../src/text/safe-text.ts';
import type { Failure } from './check.ts';

/** What was read of one file. */
export interface Facts {
  readonly facts: readonly Fact[];
  readonly skipped: readonly Skipped[];
  /** Lines of the file. */
  readonly lines: number;
  /** Every line of the file is one line of its program. */
  readonly plain: boolean;
  /** What stands in them, where the lines of the program are those of the file as they stand there. */
  readonly texts?: readonly string[];
}

/** Fields that count something. */
const COUNTS = new Set([
  'count',
  'goroutines',
  'groups',
  'unparsedLines',
  'amount',
  'places',
  'cycleCount',
  'siteCount',
  'line',
  'lineCount',
]);

/** What holds of the facts of any file; undefined where it does. */
export function factRules({ facts, skipped, lines, plain, texts }: Facts): Failure | undefined {
  const ids = new Set(facts.map(({ id }) => id));
  if (ids.size !== facts.length) return { rule: 'ids are unique', detail: `${facts.length} facts, ${ids.size} ids` };
  for (const fact of facts) {
    if (fact.citations.length === 0) return { rule: 'every fact has a citation', detail: fact.id };
    const failure = valueRules(fact, lines, fact.id) ?? (texts === undefined ? undefined : excerptRules(fact.citations, texts, fact.id));
    if (failure !== undefined) return failure;
  }
  for (const [i, one] of skipped.entries()) {
    if (one.reason === '') return { rule: 'what was skipped has a reason', detail: `${i}` };
    if (one.amount < 1) return { rule: 'what was skipped is something', detail: one.reason };
    if (plain && one.unit === 'lines' && one.amount > lines)
      return { rule: 'no more lines are skipped than there are', detail: `${one.amount}: ${one.reason}` };
    const failure = valueRules(one, lines, `skipped/${i}`);
    if (failure !== undefined) return failure;
  }
  return dumpRules(facts);
}

/** The groups of a dump hold its goroutines; a crash's dump is there. */
function dumpRules(facts: readonly Fact[]): Failure | undefined {
  const dumps = new Map(facts.flatMap((fact) => (fact.type === 'dump' ? [[fact.id, fact] as const] : [])));
  const counted = new Map<string, number>();
  for (const fact of facts) if (fact.type === 'goroutines') counted.set(fact.dump, (counted.get(fact.dump) ?? 0) + fact.count);
  for (const { id, kind, goroutines } of dumps.values())
    if (kind !== 'profile' && (counted.get(id) ?? 0) > Number(goroutines))
      return { rule: 'groups hold no more goroutines than their dump', detail: `${id}: ${counted.get(id)} of ${goroutines}` };
  return undefined;
}

function valueRules(value: unknown, lines: number, where: string): Failure | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const failure = 'excerpt' in value ? citationRules(value as Citation, lines, where) : undefined;
  if (failure !== undefined) return failure;
  for (const [name, one] of Object.entries(value) as [string, unknown][]) {
    const at = `${where}/${name}`;
    if (typeof one === 'number' && !Number.isFinite(one)) return { rule: 'numbers are finite', detail: `${at}: ${one}` };
    if (typeof one === 'number' && COUNTS.has(name) && !(Number.isSafeInteger(one) && one >= 0))
      return { rule: 'what counts is a whole number, and none is negative', detail: `${at}: ${one}` };
    const found = valueRules(one, lines, at);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What is cited stands where the citation says, as a line or a part of one; marks of what was left out have a `…` in them. */
function excerptRules(citations: readonly Citation[], texts: readonly string[], where: string): Failure | undefined {
  for (const { firstLine = 1, lastLine = texts.length, excerpt } of citations) {
    const there = texts
      .slice(firstLine - 1, lastLine)
      .map((text) => sanitize(text))
      .join('\n');
    const wrong = excerpt.split('\n').find((text) => !text.includes('…') && !there.includes(text.trim()));
    if (wrong !== undefined) return { rule: 'what is cited stands there', detail: `${where}, lines ${firstLine}-${lastLine}: ${wrong}` };
  }
  return undefined;
}

function citationRules({ path, firstLine, lastLine }: Citation, lines: number, where: string): Failure | undefined {
  const wrong = (detail: string) => ({ rule: 'citations lie within the file', detail: `${where}: ${detail}` });
  if (path !== '<stdin>') return wrong(`path ${path}`);
  if (firstLine === undefined || lastLine === undefined) return firstLine === lastLine ? undefined : wrong(`${firstLine}-${lastLine}`);
  const holds = Number.isInteger(firstLine) && Number.isInteger(lastLine) && firstLine >= 1 && firstLine <= lastLine && lastLine <= lines;
  return holds ? undefined : wrong(`lines ${firstLine}-${lastLine} of ${lines}`);
}
