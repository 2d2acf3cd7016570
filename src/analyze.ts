import { deriveGrowth } from './evidence/derive/growth.ts';
import { deriveHeapGrowth } from './evidence/derive/heap-growth.ts';
import { CaseFile } from './evidence/case-file.ts';
import { type Entry, UsageError } from './bundle/entry.ts';
import { Budget, DEFAULT_LIMITS, type Limits } from './bundle/limits.ts';
import { walk } from './bundle/walk.ts';
import { match } from './matcher/match.ts';
import type { Signature } from './matcher/signature.ts';
import { loadSignatures } from './matcher/store.ts';
import { readArtefact } from './read-artefact.ts';
import { buildReport } from './report/build.ts';
import type { Artifact, Report } from './report/report.ts';
import type { Skipped } from '../parsers/parser.ts';
import { VERSION } from './version.ts';

export interface AnalyzeOptions {
  /** Budgets that differ from {@link DEFAULT_LIMITS}. */
  readonly limits?: Partial<Limits>;
  /** Signatures to match; the built-in ones by default. */
  readonly signatures?: readonly Signature[];
  /** Where `-` reads from; standard input by default. */
  readonly stdin?: () => AsyncIterable<Uint8Array>;
  /** Called before each file is read. */
  readonly onFile?: (path: string, index: number) => void;
}

/** A bundle that has been read: its inventory and its facts, nothing matched yet. */
export interface Examination {
  readonly artifacts: readonly Artifact[];
  readonly skipped: readonly Skipped[];
  readonly caseFile: CaseFile;
  readonly budget: Budget;
}

/**
 * Reads every file below the paths and gathers the facts.
 *
 * @throws UsageError where a path cannot be used at all.
 */
export async function examine(paths: readonly string[], options: AnalyzeOptions = {}): Promise<Examination> {
  if (paths.length === 0) throw new UsageError('no path given; give a file, a directory, or - for standard input');
  const budget = new Budget({ ...DEFAULT_LIMITS, ...options.limits }, () => performance.now());
  const caseFile = new CaseFile();
  const artifacts: Artifact[] = [];
  const skipped: Skipped[] = [];
  const read = async (entry: Entry) => {
    options.onFile?.(entry.path, artifacts.length + 1);
    const result = await readArtefact(entry, caseFile, budget);
    artifacts.push(result.artifact);
    skipped.push(...result.skipped);
  };
  for await (const found of walk(paths, budget, options.stdin ?? (() => process.stdin)))
    if (found.kind === 'entry') await read(found.entry);
    else artifacts.push({ ...found.passedOver, kinds: [], wrappers: [] });
  for (const draft of [...deriveGrowth(caseFile.all), ...deriveHeapGrowth(caseFile.all)]) caseFile.add(draft);
  return { artifacts, skipped, caseFile, budget };
}

/**
 * Analyses the files, directories or pipes at the paths.
 *
 * @throws UsageError, with a message for the user, where a path cannot be used at all. Everything else that goes wrong
 * is said in the report.
 */
export async function analyze(paths: readonly string[], options: AnalyzeOptions = {}): Promise<Report> {
  const { artifacts, skipped, caseFile, budget } = await examine(paths, options);
  const signatures = options.signatures ?? (await loadSignatures());
  const result = match(signatures, caseFile, budget.hits.length);
  return buildReport({ version: VERSION, layout: 'loose-files', artifacts, limits: budget.hits, skipped, caseFile, result });
}
