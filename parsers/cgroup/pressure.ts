import type { Pressure } from '../../src/evidence/facts/cgroup.ts';
import { nested } from './forms.ts';

/** Reads a file of pressure stall information, of a control group or of the machine (kernel/sched/psi.c, psi_show). */
export function readPressure(lines: readonly string[]): Pressure {
  const fields: Record<string, number> = {};
  for (const line of lines) {
    const { first: kind, values } = nested(line);
    if (kind !== 'some' && kind !== 'full') continue;
    for (const [name, key] of [
      ['10', 'avg10'],
      ['60', 'avg60'],
      ['300', 'avg300'],
    ] as const) {
      const share = Number(values.get(key) ?? Number.NaN);
      if (share >= 0 && share <= 100) fields[`${kind}${name}`] = share;
    }
    const total = Number(values.get('total') ?? Number.NaN);
    if (Number.isFinite(total) && total >= 0) fields[`${kind}Seconds`] = total / 1e6;
  }
  return fields;
}
