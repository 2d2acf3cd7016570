import type { Citation } from '../../src/evidence/citation.ts';
import type { CaseFile } from '../../src/evidence/case-file.ts';
import { candidates, citationsOf } from '../../src/matcher/candidate.ts';
import { compileSignature } from '../../src/matcher/compile.ts';
import type { Signature } from '../../src/matcher/signature.ts';
import type { MemoryFile } from './bundle.ts';

/**
 * Where the evidence stands that a signature requires, in every candidate of it. Where a candidate has none (its condition names what it
 * needs), all that speaks for it.
 */
export function requiredCitations(signature: Signature, caseFile: CaseFile): readonly Citation[] {
  const compiled = compileSignature(signature);
  return [...candidates(compiled, caseFile)].flatMap(({ bound }) => {
    const of = (role: string) => compiled.selections.filter((one) => one.role === role).flatMap(({ name }) => bound.get(name) ?? []);
    const required = of('required');
    return (required.length > 0 ? required : of('supporting')).flatMap((one) => [...citationsOf(one), ...one.fact.citations]);
  });
}

/**
 * The files without the lines that are cited. A goroutine is cited for the group that it is one of, so the others of its group go with it;
 * of a file without lines (a profile) nothing is left.
 */
export function withoutCited(files: readonly MemoryFile[], cited: readonly Citation[]): readonly MemoryFile[] {
  return files.flatMap((file) => {
    const own = cited.filter(({ path }) => path === file.name);
    if (own.length === 0) return [file];
    if (own.some(({ firstLine }) => firstLine === undefined)) return [];
    const lines = file.bytes.toString('latin1').split('\n');
    const gone = new Set<number>();
    for (const { firstLine = 1, lastLine = firstLine } of own) for (let line = firstLine; line <= lastLine; line++) gone.add(line - 1);
    const stacks = stacksOf(lines);
    const groups = new Set(stacks.filter(({ from, to }) => rangeHas(gone, from, to)).map(({ group }) => group));
    for (const { from, to, group } of stacks) if (groups.has(group)) for (let line = from; line < to; line++) gone.add(line);
    return [{ name: file.name, bytes: Buffer.from(lines.filter((_, i) => !gone.has(i)).join('\n'), 'latin1') }];
  });
}

function rangeHas(gone: ReadonlySet<number>, from: number, to: number): boolean {
  for (let line = from; line < to; line++) if (gone.has(line)) return true;
  return false;
}

interface Stack {
  readonly from: number;
  /** The line after its last one. */
  readonly to: number;
  /** The same for stacks with the same functions. */
  readonly group: string;
}

/** The first line of a goroutine, as the runtime prints it and as goleak does. */
const HEADER = /goroutine \d+ .*\]:\r?$|\bGoroutine \d+ in state .* on top of the stack:\r?$/;

/** The stacks of a text: each from its header to the empty line behind it, or to the next one. */
function stacksOf(lines: readonly string[]): readonly Stack[] {
  const stacks: Stack[] = [];
  for (let from = 0; from < lines.length; from++) {
    if (!HEADER.test(lines[from] ?? '')) continue;
    let to = from + 1;
    while (to < lines.length && /[^\s\]]/.test(lines[to] ?? '') && !HEADER.test(lines[to] ?? '')) to++;
    const group = lines
      .slice(from + 1, to)
      .filter((line) => !/^\s*\t/.test(line))
      .map((line) => line.replace(/\([^()]*\)\s*$/, '').replace(/ in goroutine \d+/, ''))
      .join('\n');
    stacks.push({ from, to, group });
    from = to - 1;
  }
  return stacks;
}
