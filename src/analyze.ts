import { deriveCgroupChange } from './evidence/derive/cgroup-change.ts';
import { deriveGcLoad } from './evidence/derive/gc-load.ts';
import { deriveGcPressure } from './evidence/derive/gc-pressure.ts';
import { deriveWaitGraph } from './evidence/derive/wait-graph/index.ts';
import { deriveGrowth } from './evidence/derive/growth.ts';
import { deriveHeapGrowth } from './evidence/derive/heap-growth.ts';
import { deriveHeapHolders } from './evidence/derive/heap-holders.ts';
import { deriveMemoryLedger } from './evidence/derive/memory-ledger.ts';
import { deriveContainerStops } from './evidence/derive/container-stop.ts';
import { deriveProcessLists } from './evidence/derive/process-list.ts';
import { CaseFile } from './evidence/case-file.ts';
import { oneIncident } from './evidence/one-incident.ts';
import { Intake } from './evidence/intake.ts';
import { Names } from './bundle/archive/names.ts';
import { type Entry, type Found, UsageError } from './bundle/entry.ts';
import { Budget, DEFAULT_LIMITS, type Limits } from './bundle/limits.ts';
import { walk } from './bundle/walk.ts';
import type { RecognisedLayout } from './bundle/layouts/place.ts';
import { match } from './matcher/match.ts';
import type { Signature } from './matcher/signature.ts';
import { loadSignatures } from './matcher/store.ts';
import { Places } from './places.ts';
import { readArtefact } from './read-artefact.ts';
import { buildReport } from './report/build.ts';
import type { Artifact, Report } from './report/report.ts';
import type { KeptApart, Skipped } from '../parsers/parser.ts';
import { naturalOrder } from './text/natural-order.ts';
import type { SafeText } from './text/safe-text.ts';
import { VERSION } from './version.ts';

export interface AnalyzeOptions {
  /** Budgets that differ from {@link DEFAULT_LIMITS}. */
  readonly limits?: Partial<Limits>;
  /** Signatures to match; the built-in ones by default. */
  readonly signatures?: readonly Signature[];
  /** Where `-` reads from; standard input by default. */
  readonly stdin?: () => AsyncIterable<Uint8Array>;
  /** Files that Goroner itself writes to, as `dev:ino`: they are no part of the bundle. */
  readonly own?: ReadonlySet<string>;
  /** What the groups of goroutines keep apart beyond their keys, for views of them; growth over several dumps wants it absent. */
  readonly apart?: KeptApart;
  /** Called before each file is read, and again and again while it is. */
  readonly onProgress?: (progress: ReadProgress) => void;
}

/** How far the reading has come. */
export interface ReadProgress {
  readonly path: SafeText;
  /** Number of the file, from 1. */
  readonly index: number;
  /** Bytes read of it, as stored. */
  readonly read: number;
  /** Bytes that it has; absent where not known. */
  readonly of?: number;
}

/** A bundle that has been read: its inventory and its facts, nothing matched yet. */
export interface Examination {
  readonly artifacts: readonly Artifact[];
  readonly skipped: readonly Skipped[];
  readonly caseFile: CaseFile;
  readonly budget: Budget;
  /** What the bundle is, as far as its paths show it. */
  readonly layouts: readonly RecognisedLayout[];
}

/**
 * Reads every file below the paths and gathers the facts.
 *
 * @throws UsageError where a path cannot be used at all.
 */
export async function examine(paths: readonly string[], options: AnalyzeOptions = {}): Promise<Examination> {
  if (paths.length === 0) throw new UsageError('no path given; give a file, a directory, or - for standard input');
  const budget = new Budget({ ...DEFAULT_LIMITS, ...options.limits }, () => performance.now());
  const inReading = new CaseFile();
  const intake = new Intake(inReading, budget.limits.evidenceBytes);
  const artifacts: Artifact[] = [];
  const skipped: Skipped[] = [];
  const names = new Names();
  const read = async (found: Found): Promise<void> => {
    if (found.kind === 'passed-over') {
      artifacts.push({ ...found.passedOver, kinds: [], wrappers: [] });
      return;
    }
    const entry = watched(found.entry, artifacts.length + 1, options.onProgress);
    const result = await readArtefact(entry, intake, budget, { apart: options.apart, names });
    const at = artifacts.push(result.artifact) - 1;
    for (const one of result.skipped) skipped.push(one);
    if (result.inside === undefined) return;
    for await (const member of result.inside.members) await read(member);
    const files = artifacts.splice(at + 1).toSorted((a, b) => naturalOrder(a.path, b.path));
    artifacts[at] = result.inside.finish();
    for (const file of files) artifacts.push(file);
  };
  for await (const found of walk(paths, budget, {
    stdin: options.stdin ?? (() => process.stdin),
    ...(options.own === undefined ? {} : { own: options.own }),
  }))
    await read(found);
  const leftOut = intake.finish();
  if (leftOut !== undefined)
    budget.once(
      'evidence-bytes',
      leftOut.path,
      budget.limits.evidenceBytes,
      `${leftOut.facts} of what was read (crashes, dumps, groups of goroutines), from here on, were left out: all but the first and the last ones`,
    );
  const order = new Map(artifacts.map(({ path }, at) => [path, at]));
  const place = (path: SafeText) => order.get(path) ?? artifacts.length;
  const places = new Places(artifacts.map(({ path }) => path));
  const caseFile = oneIncident(places.placed(inReading.inOrder(place)));
  addDerived(caseFile);
  return {
    artifacts: artifacts.map((one) => places.described(one)),
    skipped: skipped.toSorted((a, b) => place(a.citation.path) - place(b.citation.path)),
    caseFile,
    budget,
    layouts: places.layouts,
  };
}

/** Adds what follows from several facts together, once all are read. */
export function addDerived(caseFile: CaseFile): void {
  const read = caseFile.all;
  for (const draft of [
    deriveGrowth,
    deriveHeapGrowth,
    deriveHeapHolders,
    deriveGcLoad,
    deriveGcPressure,
    deriveWaitGraph,
    deriveCgroupChange,
    deriveContainerStops,
    deriveProcessLists,
  ].flatMap((derive) => derive(read)))
    caseFile.add(draft);
  // It needs to know which control groups are one at several moments.
  for (const draft of deriveMemoryLedger(caseFile.all)) caseFile.add(draft);
}

/** An entry that tells how far it has been read. */
function watched(entry: Entry, index: number, onProgress: AnalyzeOptions['onProgress']): Entry {
  if (onProgress === undefined) return entry;
  const { path, bytes } = entry;
  const size = bytes === undefined ? {} : { of: bytes };
  return {
    ...entry,
    open: async function* (reading) {
      let read = 0;
      onProgress({ path, index, read, ...size });
      for await (const chunk of entry.open(reading)) {
        read += chunk.length;
        onProgress({ path, index, read, ...size });
        yield chunk;
      }
    },
  };
}

/**
 * Analyses the files, directories or pipes at the paths.
 *
 * @throws UsageError, with a message for the user, where a path cannot be used at all. Everything else that goes wrong
 * is said in the report.
 */
export async function analyze(paths: readonly string[], options: AnalyzeOptions = {}): Promise<Report> {
  return (await analyzeWithFacts(paths, options)).report;
}

/** {@link analyze}, with the facts that the report was made from. */
export async function analyzeWithFacts(
  paths: readonly string[],
  options: AnalyzeOptions = {},
): Promise<{ readonly report: Report; readonly caseFile: CaseFile }> {
  const { artifacts, skipped, caseFile, budget, layouts } = await examine(paths, options);
  const signatures = options.signatures ?? (await loadSignatures());
  const result = match(signatures, caseFile, budget.hits.length);
  return { report: buildReport({ version: VERSION, layouts, artifacts, limits: budget.hits, skipped, caseFile, result }), caseFile };
}
