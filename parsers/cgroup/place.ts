import { type ControlFile, controlFile } from './files.ts';

/** Where a control file stands. */
export interface Place {
  /** Its name: `memory.max`. */
  readonly name: string;
  readonly file: ControlFile;
  /** What it is of: the directory without the controller of version 1, and what stands beside the name (`before-`, `.2`). */
  readonly group: string;
  /** The directory names a controller, as the hierarchies of version 1 do. */
  readonly ofController: boolean;
}

/** A known name in a file's name, between what tells samples and copies apart: `before_cpu.stat.txt`, `memory.max.2`. */
const NAME = /^(.*?)((?:memory|cpu|cpuacct|cpuset|pids|io|blkio|hugetlb|cgroup)\.[A-Za-z0-9_.]+)(.*)$/;
const ENDING = /\.(?:txt|log|out)$/;
/** A word before or after the name stands apart from it. */
const BEFORE = /^(?:[\w.@-]*[_.@-])?$/;
const AFTER = /^(?:[.@~-][\w.:@-]*)?$/;

/** The place of a file by its path; undefined where the name is of no control file. */
export function placeOf(path: string): Place | undefined {
  const slash = path.lastIndexOf('/');
  const [, before = '', words = '', after = ''] = NAME.exec(path.slice(slash + 1).replace(ENDING, '')) ?? [];
  if (words === '' || !BEFORE.test(before)) return undefined;
  // The longest beginning that is a name: `memory.max.2` is `memory.max`, and `memory.swap.max` not `memory.swap`.
  for (let end = words.length; end > 0; end = words.lastIndexOf('.', end - 1)) {
    const name = words.slice(0, end);
    const file = controlFile(name);
    const rest = `${words.slice(end)}${after}`;
    if (file === undefined || !AFTER.test(rest)) continue;
    const directory = withoutController(path.slice(0, Math.max(slash, 0)), name);
    const label = `${before}${rest}`;
    return {
      name,
      file,
      group: label === '' ? directory.path : `${directory.path}${directory.path === '' ? '' : ' '}(${label})`,
      ofController: directory.ofController,
    };
  }
  return undefined;
}

/** Version 1 has a hierarchy for each controller: `cpu,cpuacct/kubepods/pod1` and `memory/kubepods/pod1` are of one group. */
function withoutController(directory: string, name: string): { readonly path: string; readonly ofController: boolean } {
  const controller = name.slice(0, name.indexOf('.'));
  const parts = directory.split('/');
  const index = parts.findLastIndex((part) => part.split(',').includes(controller));
  if (index < 0) return { path: directory, ofController: false };
  return { path: parts.toSpliced(index, 1).join('/'), ofController: true };
}
