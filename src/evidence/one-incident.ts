import type { SafeText } from '../text/safe-text.ts';
import type { CaseFile } from './case-file.ts';
import type { CrashFact } from './facts/crash.ts';
import type { Fact } from './facts/index.ts';
import { containerRunKey } from './scope.ts';

/**
 * The same crash in two files, as in the log of the run before and in the termination message that the kubelet copied from it, is one: the report
 * that says more stays, and cites the other one as well. A run of a container ends once: crashes of one run with the same message, or one whose head
 * is missing beside one that has it, are the same.
 *
 * @returns the case file itself where there is no such crash.
 */
export function oneIncident(caseFile: CaseFile): CaseFile {
  /** Files with the status of a container, and with that its termination message. */
  const statuses = new Set(caseFile.of('container').map(({ citations: [{ path }] }) => path));
  const byRun = new Map<string, CrashFact[]>();
  for (const crash of caseFile.of('crash')) {
    const key = containerRunKey(crash.scope);
    if (key === undefined || crash.class === 'recovered-panic') continue;
    byRun.set(key, [...(byRun.get(key) ?? []), crash]);
  }
  const gone = new Set<string>();
  const changed = new Map<string, CrashFact>();
  for (const crashes of byRun.values()) {
    const kept: CrashFact[] = [];
    for (const crash of crashes.toSorted((a, b) => saidBy(b) - saidBy(a))) {
      const at = kept.findIndex((one) => isSame(one, crash, statuses));
      const whole = kept[at];
      if (whole === undefined) {
        kept.push(crash);
        continue;
      }
      const citations: CrashFact['citations'] = [...whole.citations, ...crash.citations];
      // Where only the other one tells when it was, that is the time of both.
      kept[at] = { ...(crash.atUnixMs === undefined ? {} : { atUnixMs: crash.atUnixMs }), ...whole, citations };
      changed.set(whole.id, kept[at]);
      gone.add(crash.id);
      if (crash.dump !== undefined) gone.add(crash.dump);
    }
  }
  if (gone.size === 0) return caseFile;
  for (const fact of caseFile.all)
    if ('dump' in fact && typeof fact.dump === 'string' && gone.has(fact.dump) && fact.type !== 'crash') gone.add(fact.id);
  return caseFile.without(gone).with((fact: Fact) => changed.get(fact.id) ?? fact);
}

/** How much a report says: a head, a stack, its frames; and whether it stands line by line in its file. */
function saidBy({ class: kind, goroutine, truncated, citations: [{ firstLine = 0, lastLine = 0 }] }: CrashFact): number {
  return (
    (kind === 'head-missing' ? 0 : 10_000) +
    (truncated ? 0 : 5000) +
    Math.min(goroutine?.frames.length ?? 0, 1000) +
    (lastLine > firstLine ? 0.5 : 0)
  );
}

/** `whole` says as much as `other`, or more. */
function isSame(whole: CrashFact, other: CrashFact, statuses: ReadonlySet<SafeText>): boolean {
  const { path } = other.citations[0];
  if (whole.citations.some((one) => one.path === path)) return false;
  // Two logs of one run may well tell of two ends of what ran in it.
  if (!statuses.has(path) && !whole.citations.some((one) => statuses.has(one.path))) return false;
  if (other.class === 'head-missing') return true;
  return (
    whole.class === other.class &&
    whole.message === other.message &&
    (other.goroutine?.id === undefined || whole.goroutine?.id === other.goroutine.id) &&
    (other.goroutine?.functions ?? []).every((name, i) => name === whole.goroutine?.functions[i])
  );
}
