import type { Skipped } from '../../parsers/parser.ts';
import type { CaseFile } from '../evidence/case-file.ts';
import type { DumpFact, GoroutinesFact } from '../evidence/facts/dump.ts';
import { inReport } from '../fingerprint/in-report.ts';
import type { MatchResult } from '../matcher/match.ts';
import { sanitize } from '../text/safe-text.ts';
import { explainExits } from './exits/exits.ts';
import { nothingFound } from './looked-at.ts';
import { nextBest } from './next-best.ts';
import { reportErrors, reportWarnings } from './report-warnings.ts';
import type { Artifact, LayoutReport, LimitHit, Report, ReportDump, ReportFacts, Verdict } from './report.ts';
import { wholeTimeline } from './timeline/timeline.ts';

/** `$id` of the JSON Schema of the report. A new major version has a new one. */
export const REPORT_SCHEMA_ID = 'https://goroner.dev/schema/report-1.0.json';

/** `major.minor` of the report. */
export const REPORT_SCHEMA_VERSION = '1.0';

export interface ReportInput {
  /** Version of Goroner. */
  readonly version: string;
  /** What the bundle was recognised to be; nothing where its files are loose. */
  readonly layouts?: readonly LayoutReport[];
  /** Every file, in the order of reading. */
  readonly artifacts: readonly Artifact[];
  readonly limits: readonly LimitHit[];
  readonly skipped: readonly Skipped[];
  readonly caseFile: CaseFile;
  readonly result: MatchResult;
  /**
   * Ids of the signatures that are experimental; none by default. Findings come ranked with stable ones first, so only
   * the verdict has to know.
   */
  readonly experimental?: ReadonlySet<string>;
}

/** Puts the report together. Pure: the same input gives the same report, key for key. */
export function buildReport(input: ReportInput): Report {
  const { version, layouts = [], artifacts, limits, skipped, caseFile, result } = input;
  return {
    $schema: REPORT_SCHEMA_ID,
    schemaVersion: REPORT_SCHEMA_VERSION,
    tool: { name: 'goroner', version },
    bundle: { layout: layoutName(layouts), layouts, artifacts, limits },
    verdict: verdict(input),
    findings: result.findings.map((finding) => ({ ...finding, fingerprint: inReport(finding.fingerprint) })),
    inconclusive: result.inconclusive,
    cleared: result.cleared,
    refuted: result.refuted,
    notApplicable: result.notApplicable,
    signatureErrors: result.signatureErrors,
    exits: explainExits(caseFile),
    facts: reportFacts(caseFile),
    ...wholeTimeline(caseFile, result.findings),
    warnings: reportWarnings({
      artifacts,
      limits,
      skipped,
      caseFile,
      signatureErrors: result.signatureErrors,
      findingsLeftOut: result.findingsLeftOut,
      partial: result.partial,
    }),
    errors: reportErrors(artifacts),
  };
}

/** One name for all that was recognised. */
function layoutName(layouts: readonly LayoutReport[]): string {
  return layouts.length === 0 ? 'loose-files' : [...new Set(layouts.map(({ id }) => id))].join(', ');
}

function verdict({ artifacts, limits, caseFile, result, experimental }: ReportInput): Verdict {
  // Findings for information say how the artefacts came about; that is no cause of anything.
  const first = result.findings.find(({ severity }) => severity !== 'info');
  if (first === undefined) {
    const looked = {
      artifacts,
      limits,
      caseFile,
      inconclusive: result.inconclusive.length,
      brokenSignatures: result.signatureErrors.length,
    };
    const informed = result.findings.length === 0 ? '' : ' What was found besides says how they came about, not what was wrong.';
    return { summary: sanitize(`${nothingFound(looked)}${informed}`) };
  }
  const caution =
    experimental?.has(first.signature) === true
      ? ' The signature behind this is experimental: check the evidence before you act on it.'
      : '';
  const next = nextBest(first, result);
  return {
    finding: first.id,
    confidence: first.confidence,
    summary: sanitize(`${first.summary}${caution}`),
    ...(next === undefined ? {} : { next }),
  };
}

function reportFacts(caseFile: CaseFile): ReportFacts {
  return {
    crashes: caseFile.of('crash').map(idFirst),
    dumps: reportDumps(caseFile),
    growth: caseFile.of('growth').map(idFirst),
    waitEdges: caseFile.of('wait-edge').map(idFirst),
    waitRoots: caseFile.of('wait-root').map(idFirst),
    scheduler: caseFile.of('scheduler').map(idFirst),
    gc: caseFile.of('gc').map(idFirst),
    gcPressure: caseFile.of('gc-pressure').map(idFirst),
    gcLoads: caseFile.of('gc-load').map(idFirst),
    heap: caseFile.of('heap').map(idFirst),
    heapHolders: caseFile.of('heap-holder').map(idFirst),
    contention: caseFile.of('contention').map(idFirst),
    threads: caseFile.of('threads').map(idFirst),
    cpuProfiles: caseFile.of('cpu-profile').map(idFirst),
    otherProfiles: caseFile.of('other-profile').map(idFirst),
    printedProfiles: caseFile.of('printed-profile').map(idFirst),
    runtimeMetrics: caseFile.of('runtime-metrics').map(idFirst),
    runtimeSettings: caseFile.of('runtime-settings').map(idFirst),
    races: caseFile.of('race').map(idFirst),
    testRuns: caseFile.of('test-run').map(idFirst),
    leakChecks: caseFile.of('leak-check').map(idFirst),
    cgroups: caseFile.of('cgroup').map(idFirst),
    cgroupChanges: caseFile.of('cgroup-change').map(idFirst),
    memoryLedgers: caseFile.of('memory-ledger').map(idFirst),
    processes: caseFile.of('process').map(idFirst),
    processLists: caseFile.of('processes').map(idFirst),
    sockets: caseFile.of('sockets').map(idFirst),
    openFiles: caseFile.of('open-files').map(idFirst),
    machines: caseFile.of('machine').map(idFirst),
    pods: caseFile.of('pod').map(idFirst),
    containers: caseFile.of('container').map(idFirst),
    containerStops: caseFile.of('container-stop').map(idFirst),
    events: caseFile.of('event').map(idFirst),
    nodes: caseFile.of('node').map(idFirst),
    workloads: caseFile.of('workload').map(idFirst),
    services: caseFile.of('service').map(idFirst),
    limitRanges: caseFile.of('limit-range').map(idFirst),
    quotas: caseFile.of('quota').map(idFirst),
    usages: caseFile.of('usage').map(idFirst),
    kernel: caseFile.of('kernel').map(idFirst),
    logs: caseFile.of('log').map(idFirst),
  };
}

/** The dumps of a case file, each with its groups, largest first. */
export function reportDumps(caseFile: CaseFile): ReportDump[] {
  const byDump = new Map<string, GoroutinesFact[]>();
  for (const group of caseFile.of('goroutines')) {
    const siblings = byDump.get(group.dump);
    if (siblings === undefined) byDump.set(group.dump, [idFirst(group)]);
    else siblings.push(idFirst(group));
  }
  return caseFile.of('dump').map((fact) => {
    // The number of groups is replaced by the groups, which stand last: they are long.
    const dump: Omit<DumpFact, 'groups'> = { ...idFirst(fact) };
    delete (dump as { groups?: number }).groups;
    const groups = (byDump.get(fact.id) ?? []).toSorted((a, b) => b.count - a.count || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
    return { ...dump, artifact: fact.citations[0].path, groups };
  });
}

/** The id leads in the JSON, where people look for it; the case file has it last. */
function idFirst<F extends { readonly id: string }>(fact: F): F {
  return Object.assign({ id: fact.id }, fact);
}
