import type { Citation } from './citation.ts';
import type { FactDraft } from './facts/index.ts';
import { naturalOrder } from '../text/natural-order.ts';
import { wholeCgroup } from './whole/cgroup.ts';
import { wholeMachine } from './whole/machine.ts';
import { withComputed } from './whole/rests-on.ts';
import { wholeProcess } from './whole/process.ts';

/** Facts that are spread over several files, put together part by part. */
export class Parts {
  readonly #drafts = new Map<string, FactDraft[]>();

  /** Adds a part of the fact of a key. Parts of one key are of one type. */
  add(key: string, part: FactDraft): void {
    const others = this.#drafts.get(key);
    const citing = { ...part, citations: stating(part) };
    if (others === undefined) this.#drafts.set(key, [citing]);
    else others.push(citing);
  }

  /**
   * The facts, in the order in which their first parts came, with what follows from several parts together. Which part of a fact came first
   * says nothing: their paths order them.
   */
  get all(): readonly FactDraft[] {
    return [...this.#drafts.values()].map((parts) =>
      completed(parts.toSorted((a, b) => naturalOrder(a.citations[0].path, b.citations[0].path)).reduce(joined)),
    );
  }
}

function completed(draft: FactDraft): FactDraft {
  if (draft.type === 'cgroup') return wholeCgroup(draft);
  if (draft.type === 'machine') return wholeMachine(draft);
  return draft.type === 'process' ? wholeProcess(draft) : draft;
}

/** Fields that say nothing of the content of a part. */
const COMMON: ReadonlySet<string> = new Set([
  'type',
  'certainty',
  'citations',
  'scope',
  'unparsedLines',
  'version',
  'group',
  'source',
  'pid',
]);

/** The citations of a part, with the fields that it states: which of the files of a fact is the one to look at. */
function stating(part: FactDraft): readonly [Citation, ...Citation[]] {
  const [first, ...rest] = part.citations;
  const stated = Object.entries(part)
    .filter(([name]) => !COMMON.has(name))
    .flatMap(([name, value]) => leaves(name, value));
  const states = withComputed(stated);
  const say = (citation: Citation): Citation => ({ ...citation, states });
  return [say(first), ...rest.map(say)];
}

function leaves(path: string, value: unknown): string[] {
  if (!isObject(value)) return value === undefined ? [] : [path];
  return Object.entries(value).flatMap(([name, one]) => leaves(`${path}.${name}`, one));
}

function joined(whole: FactDraft, part: FactDraft): FactDraft {
  const citations: readonly [Citation, ...Citation[]] = [...whole.citations, ...part.citations];
  return { ...(merge(whole, part) as FactDraft), citations };
}

/** Fields of both; where both have one, objects are merged, lists follow one another, lines that were not read add up, and else the first stays. */
function merge(first: unknown, second: unknown, field = ''): unknown {
  if (first === undefined) return second;
  if (Array.isArray(first) && Array.isArray(second)) return [...(first as unknown[]), ...(second as unknown[])];
  if (field === 'unparsedLines') return Number(first) + Number(second);
  if (!isObject(first) || !isObject(second)) return first;
  const names = new Set([...Object.keys(first), ...Object.keys(second)]);
  return Object.fromEntries([...names].map((name) => [name, merge(first[name], second[name], name)]));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
