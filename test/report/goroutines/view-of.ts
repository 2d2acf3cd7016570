import { examine } from '../../../src/analyze.ts';
import type { Limits } from '../../../src/bundle/limits.ts';
import { apartFor, buildGoroutines } from '../../../src/report/goroutines/build.ts';
import type { FilterSettings, GoroutinesView, Level } from '../../../src/report/goroutines/view.ts';

export interface ViewOptions {
  readonly by?: Level;
  readonly all?: boolean;
  readonly filters?: FilterSettings;
  readonly limits?: Partial<Limits>;
}

/** Reads a text, or files, as the command does. */
export async function viewOf(input: string | readonly string[], options: ViewOptions = {}): Promise<GoroutinesView> {
  const { by = 'functions', all = false, filters = {}, limits = {} } = options;
  const paths = typeof input === 'string' ? ['-'] : input;
  const stdin = async function* () {
    yield Buffer.from(typeof input === 'string' ? input : '');
  };
  const { artifacts, skipped, caseFile, budget } = await examine(paths, { stdin, limits, apart: apartFor(by, filters) });
  return buildGoroutines({ version: '0.0.0', artifacts, skipped, limits: budget.hits, caseFile, by, all, filters });
}

/** One goroutine of a dump as `debug=2` prints it. */
export function goroutine(
  id: number,
  state: string,
  calls: readonly (readonly [name: string, place: string])[],
  creator?: readonly [string, string],
): string {
  const frames = calls.map(([name, place]) => `${name}(0xc000012340)\n\t${place} +0x1d`);
  const made = creator === undefined ? [] : [`created by ${creator[0]} in goroutine 1\n\t${creator[1]} +0x2b`];
  return `goroutine ${id} [${state}]:\n${[...frames, ...made].join('\n')}\n`;
}

/** A dump of such goroutines. */
export function dump(...goroutines: readonly string[]): string {
  return `${goroutines.join('\n')}\n`;
}
