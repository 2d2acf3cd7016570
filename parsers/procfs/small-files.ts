import type { ProcessFact } from '../../src/evidence/facts/process.ts';
import { oneLine } from '../../src/text/safe-text.ts';
import { isGoVariable, type Settings, settingOf, variableOf } from './environment.ts';
import { whole } from './status.ts';

/** What a file without a head of its own is of. */
export type SmallFile = 'cgroup' | 'oom_score_adj' | 'environ' | 'fd-count' | 'thread-count';

/** Fields of a process. */
export type ProcessFields = { -readonly [K in keyof ProcessFact]?: ProcessFact[K] };

/** What a line of such a file says. */
export interface SmallFields {
  readonly process?: ProcessFields;
  readonly settings?: Settings;
  /** The name of the variable that it sets. */
  readonly variable?: string;
}

/** Reads one line of such a file; undefined where it is none of its. */
export function readSmallLine(file: SmallFile, text: string): SmallFields | undefined {
  if (file === 'environ') return environLine(text);
  if (file === 'cgroup') {
    // `hierarchy:controllers:path` (kernel/cgroup/cgroup.c proc_cgroup_show).
    const [, controllers, path] = /^\d{1,4}:([\w,=.-]*):(\/.*)$/.exec(text) ?? [];
    if (path === undefined) return undefined;
    const counts = controllers === '' || controllers?.split(',').includes('memory') === true;
    // In its own namespace the group is the root, which says nothing.
    return counts && path !== '/' ? { process: { cgroup: oneLine(path.slice(0, 500)) } } : {};
  }
  if (file === 'oom_score_adj') return /^-?\d{1,4}$/.test(text) ? { process: { oomScoreAdj: Number(text) } } : undefined;
  const count = whole(text.trim());
  if (count === undefined) return undefined;
  return { process: file === 'fd-count' ? { openFds: count } : { threads: count } };
}

function environLine(text: string): SmallFields | undefined {
  // The file has NULs between them (fs/proc/base.c environ_read); `tr '\0' '\n'` is what people make of it.
  const settings: Settings = {};
  let last: string | undefined;
  for (const one of text.split('\0')) {
    // What is no variable is the rest of a value with a line feed in it.
    const variable = variableOf(one);
    if (variable === undefined) continue;
    last = variable.name;
    if (isGoVariable(variable.name)) Object.assign(settings, settingOf(variable.name, variable.value));
  }
  return last === undefined ? undefined : { settings, variable: last };
}
