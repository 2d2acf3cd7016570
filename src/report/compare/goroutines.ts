import { findSnapshots } from '../../evidence/derive/snapshots.ts';
import type { CaseFile } from '../../evidence/case-file.ts';
import type { DumpFact, GoroutinesFact } from '../../evidence/facts/dump.ts';
import { processKey } from '../../evidence/scope.ts';
import { groupBy } from '../goroutines/group.ts';
import type { GroupView, Level } from '../goroutines/view.ts';
import { changeOf, deltaOf } from './change.ts';
import type { Apart, GoroutineChanges, GroupChange } from './comparison.ts';
import { pair, type Sided } from './pair.ts';

/** The dump of a process that stands for a side. */
interface Chosen {
  readonly dump: DumpFact;
  /** Dumps of the process on this side. */
  readonly of: number;
  readonly groups: readonly GroupView[];
}

export interface GoroutineOptions {
  readonly by: Level;
  /** Goroutines that are idle by design are listed, too. */
  readonly all: boolean;
}

/** Compares the goroutines of each process, group by group. */
export function compareGoroutines(
  sides: readonly CaseFile[],
  options: GoroutineOptions,
): { readonly changes: GoroutineChanges[]; readonly apart: Apart[] } {
  const stacks = sides.map((side) => chosenOf(side, 'stacks', options));
  const profiles = sides.map((side) => chosenOf(side, 'profile', options));
  const changes: GoroutineChanges[] = [];
  const apart: Apart[] = [];
  // Stacks say more than the profile of the same moment does, and the two cannot be compared with each other.
  const compared = new Set<string>();
  for (const form of [pair(stacks), pair(profiles)])
    for (const { scope, values } of form) {
      if (values.filter((value) => value !== null).length >= 2) {
        if (compared.has(processKey(scope))) continue;
        compared.add(processKey(scope));
        changes.push(changesOf(scope, values));
      } else if (!compared.has(processKey(scope))) {
        const side = values.findIndex((value) => value !== null);
        const path = values[side]?.dump.citations[0].path;
        if (path !== undefined) apart.push({ side, what: 'goroutines', scope, path });
      }
    }
  return { changes, apart: apart.filter(({ scope }) => !compared.has(processKey(scope))) };
}

function chosenOf(caseFile: CaseFile, form: 'stacks' | 'profile', { by, all }: GoroutineOptions): Sided<Chosen>[] {
  const dumps = caseFile
    .of('dump')
    .filter(({ kind }) => kind !== 'other' && kind !== 'leak-profile' && (kind === 'profile') === (form === 'profile'));
  const later = new Map<string, number>();
  for (const { dumps: series } of findSnapshots(dumps)) for (const [index, { id }] of series.entries()) later.set(id, index);
  const byProcess = new Map<string, DumpFact[]>();
  for (const dump of dumps) {
    const key = processKey(dump.scope);
    byProcess.set(key, [...(byProcess.get(key) ?? []), dump]);
  }
  return [...byProcess.values()].flatMap((own) => {
    const whole = own.filter(({ integrity }) => integrity !== 'partial');
    const inOrder = (whole.length > 0 ? whole : own).toSorted((a, b) => (later.get(a.id) ?? -1) - (later.get(b.id) ?? -1));
    const dump = inOrder.at(-1);
    if (dump === undefined) return [];
    const facts: GoroutinesFact[] = caseFile
      .of('goroutines')
      .filter((group) => group.dump === dump.id && (all || group.idle === undefined));
    return [{ scope: dump.scope, value: { dump, of: own.length, groups: groupBy(by, facts, Number(dump.goroutines)) } }];
  });
}

function changesOf(scope: Chosen['dump']['scope'], chosen: readonly (Chosen | null)[]): GoroutineChanges {
  const totals = chosen.map((one) => one?.dump.goroutines ?? null);
  const programs = new Set(chosen.flatMap((one) => one?.dump.program ?? []));
  return {
    scope,
    dumps: chosen.map((one) => {
      if (one === null) return null;
      const { kind, integrity, citations } = one.dump;
      const [{ path, firstLine }] = citations;
      return { path, ...(firstLine === undefined ? {} : { firstLine }), kind, integrity, of: one.of };
    }),
    totals,
    change: changeOf(totals.map((total) => (total === null ? null : Number(total)))),
    differentPrograms: programs.size > 1,
    groups: groupChanges(chosen),
  };
}

function groupChanges(chosen: readonly (Chosen | null)[]): GroupChange[] {
  const byKey = new Map<string, { group: GroupView; counts: (number | null)[] }>();
  for (const [index, one] of chosen.entries())
    for (const group of one?.groups ?? []) {
      let known = byKey.get(group.key);
      if (known === undefined) {
        known = { group, counts: chosen.map((each) => (each === null || each.dump.integrity === 'partial' ? null : 0)) };
        byKey.set(group.key, known);
      }
      known.group = group;
      known.counts[index] = group.count;
    }
  return [...byKey.values()]
    .map(({ group: { key, states, frames, owner, creator }, counts }) => ({
      key,
      states,
      frames,
      ...(owner === undefined ? {} : { owner }),
      ...(creator === undefined ? {} : { creator }),
      change: changeOf(counts),
      counts,
      delta: deltaOf(counts),
    }))
    .toSorted((a, b) => Math.abs(b.delta) - Math.abs(a.delta) || b.delta - a.delta || (a.key < b.key ? -1 : 1));
}
