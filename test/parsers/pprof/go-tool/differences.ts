import type { Answer } from './answer.ts';
import type { FileAnswer } from './compare-file.ts';
import type { TextAnswer } from './text-answer.ts';

const MOST_SAID = 10;

/** Where two answers for a file differ, in words; at most a few. Nothing where they are equal. Undefined: no profile to this reader. */
export function differencesOf(go: FileAnswer | undefined, ours: FileAnswer | undefined): readonly string[] {
  if (go === undefined || ours === undefined) return [`${go === undefined ? 'Go' : 'our reader'} takes it for no profile`];
  if (isText(go) && isText(ours)) return textDifferences(go, ours);
  if (!isText(go) && !isText(ours)) return differences(go, ours);
  return ['one reader takes it for text, the other does not'];
}

function isText(one: FileAnswer): one is readonly TextAnswer[] {
  return Array.isArray(one);
}

function differences(go: Answer, ours: Answer): readonly string[] {
  const said = new Differences();
  said.compare('types', go.types, ours.types);
  said.compare('totals', go.totals, ours.totals);
  said.compare('samples', go.samples, ours.samples);
  said.compareLists('site', go.sites, ours.sites);
  said.compareLists('size', go.sizes ?? [], ours.sizes ?? []);
  for (const type of new Set([...Object.keys(go.functions), ...Object.keys(ours.functions)]))
    said.compareLists(`function by ${type}`, go.functions[type] ?? [], ours.functions[type] ?? []);
  return said.found;
}

function textDifferences(go: readonly TextAnswer[], ours: readonly TextAnswer[]): readonly string[] {
  const said = new Differences();
  said.compare('profiles', go.length, ours.length);
  for (const [i, one] of go.entries()) {
    const other = ours[i];
    if (other === undefined) break;
    for (const what of ['kind', 'totals', 'count'] as const) said.compare(`${one.kind} ${what}`, one[what], other[what]);
    said.compareLists(`${one.kind} site`, one.sites, other.sites);
  }
  return said.found;
}

class Differences {
  readonly found: string[] = [];

  compare(what: string, go: unknown, ours: unknown): void {
    const [a, b] = [JSON.stringify(go), JSON.stringify(ours)];
    if (a !== b && this.found.length < MOST_SAID) this.found.push(`${what}: Go ${a}, ours ${b}`);
  }

  compareLists(what: string, go: readonly unknown[], ours: readonly unknown[]): void {
    for (let i = 0; i < Math.max(go.length, ours.length); i++) this.compare(`${what} ${i + 1}`, go[i], ours[i]);
  }
}
