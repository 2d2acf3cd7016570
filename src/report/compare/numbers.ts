import type { CaseFile } from '../../evidence/case-file.ts';
import type { FactOf, FactType } from '../../evidence/facts/index.ts';
import { processKey } from '../../evidence/scope.ts';
import type { ExactInt } from '../../text/exact.ts';
import { changeOf } from './change.ts';
import type { NumberChange } from './comparison.ts';
import { pair, type Sided } from './pair.ts';

/** A number that facts of one type have. */
interface Reading {
  readonly what: string;
  readonly unit: NumberChange['unit'];
  readonly read: (caseFile: CaseFile) => Sided<number>[];
}

/**
 * A reading of facts of one type. Of several facts about one process the last one counts; where they are about different things in one scope (all
 * processes of a machine), none does: `subject` tells these apart.
 */
function reading<T extends FactType>(
  what: string,
  unit: NumberChange['unit'],
  type: T,
  value: (fact: FactOf<T>) => ExactInt | undefined,
  subject: (fact: FactOf<T>) => string = () => '',
): Reading {
  return {
    what,
    unit,
    read: (caseFile) => {
      const byProcess = new Map<string, { scope: FactOf<T>['scope']; subjects: Set<string>; value: number }>();
      for (const fact of caseFile.of(type)) {
        const one = value(fact);
        if (one === undefined) continue;
        const key = processKey(fact.scope);
        const known = byProcess.get(key);
        const subjects = known?.subjects ?? new Set<string>();
        byProcess.set(key, { scope: fact.scope, subjects: subjects.add(subject(fact)), value: Number(one) });
      }
      return [...byProcess.values()].filter(({ subjects }) => subjects.size === 1);
    },
  };
}

const pidOf = ({ pid }: FactOf<'process'>) => String(pid ?? '');
const groupOf = ({ group }: FactOf<'cgroup'>) => group;

const READINGS: readonly Reading[] = [
  reading(
    'restarts',
    'count',
    'container',
    ({ restartCount }) => restartCount,
    ({ name }) => name ?? '',
  ),
  reading('goroutines, as the process counts them', 'count', 'runtime-metrics', ({ goroutines }) => goroutines),
  reading('Go heap', 'bytes', 'runtime-metrics', ({ heapAllocBytes }) => heapAllocBytes),
  reading('stacks of goroutines', 'bytes', 'runtime-metrics', ({ stackInuseBytes }) => stackInuseBytes),
  reading('memory that the Go runtime holds', 'bytes', 'runtime-metrics', ({ heldBytes }) => heldBytes),
  reading('share of the processor that went to the collector', 'share', 'runtime-metrics', ({ gcCpuShare }) => gcCpuShare),
  reading('resident memory', 'bytes', 'process', ({ source, residentBytes }) => (source === 'procfs' ? residentBytes : undefined), pidOf),
  reading('threads', 'count', 'process', ({ source, threads }) => (source === 'procfs' ? threads : undefined), pidOf),
  reading('open files', 'count', 'process', ({ openFds }) => openFds, pidOf),
  reading('memory limit', 'bytes', 'cgroup', ({ memory }) => memory?.limitBytes, groupOf),
  reading('memory of the control group', 'bytes', 'cgroup', ({ memory }) => memory?.currentBytes, groupOf),
  reading('its peak', 'bytes', 'cgroup', ({ memory }) => memory?.peakBytes, groupOf),
  reading('OOM kills', 'count', 'cgroup', ({ memory }) => memory?.oomKills, groupOf),
  reading('processors that the quota allows', 'count', 'cgroup', ({ cpu }) => cpu?.quotaCpus, groupOf),
  reading('throttled periods', 'count', 'cgroup', ({ cpu }) => cpu?.throttledPeriods, groupOf),
  reading('time throttled', 'seconds', 'cgroup', ({ cpu }) => cpu?.throttledSeconds, groupOf),
  reading('tasks', 'count', 'cgroup', ({ pids }) => pids?.current, groupOf),
];

/** Numbers that are known on two sides at least. */
export function compareNumbers(sides: readonly CaseFile[]): NumberChange[] {
  return READINGS.flatMap(({ what, unit, read }) =>
    pair(sides.map(read))
      .filter(({ values }) => values.filter((value) => value !== null).length >= 2)
      .map(({ scope, values }) => ({ what, unit, scope, values, change: changeOf(values, Number.MIN_VALUE) })),
  );
}
