import type { KeptApart, Skipped } from '../../../parsers/parser.ts';
import { CaseFile } from '../../evidence/case-file.ts';
import type { DumpFact, GoroutinesFact } from '../../evidence/facts/dump.ts';
import { exact, toBigInt } from '../../text/exact.ts';
import { dumpWarnings, reportErrors, reportWarnings } from '../report-warnings.ts';
import type { Artifact, LimitHit } from '../report.ts';
import { goroutineFilter, wantedLabel } from './filter.ts';
import { groupBy, idleKinds } from './group.ts';
import { type DumpView, type FilterSettings, type GoroutinesView, type Level, VIEW_VERSION } from './view.ts';

export interface GoroutinesInput {
  /** Version of Goroner. */
  readonly version: string;
  readonly artifacts: readonly Artifact[];
  readonly skipped: readonly Skipped[];
  readonly limits: readonly LimitHit[];
  /** Read with what the level and the filters need kept apart: see {@link apartFor}. */
  readonly caseFile: CaseFile;
  readonly by: Level;
  readonly all: boolean;
  readonly filters: FilterSettings;
}

/** What has to be kept apart when the dumps are read, for a level and filters. */
export function apartFor(by: Level, { minWait, label }: FilterSettings): KeptApart {
  return {
    ...(by === 'exact' ? { places: true } : {}),
    ...(minWait === undefined ? {} : { waitMinutes: minWait }),
    ...(label === undefined ? {} : { labels: label.map(wantedLabel) }),
  };
}

/**
 * The goroutines of every dump, grouped and filtered. Pure.
 *
 * @throws Error where an expression of the filters is not RE2 syntax.
 */
export function buildGoroutines(input: GoroutinesInput): GoroutinesView {
  const { version, artifacts, skipped, limits, caseFile, by, all, filters } = input;
  const groups = new Map<string, GoroutinesFact[]>();
  for (const group of caseFile.of('goroutines')) {
    const siblings = groups.get(group.dump);
    if (siblings === undefined) groups.set(group.dump, [group]);
    else siblings.push(group);
  }
  // Of the files and the limits only: facts of other kinds are not shown here.
  const sources = { artifacts, limits, skipped, caseFile: new CaseFile(), signatureErrors: [], findingsLeftOut: [], partial: [] };
  return {
    schemaVersion: VIEW_VERSION,
    tool: { name: 'goroner', version },
    by,
    all,
    filters,
    files: artifacts.length,
    dumps: caseFile.of('dump').map((dump) => dumpView(dump, groups.get(dump.id) ?? [], input)),
    limits,
    warnings: reportWarnings(sources),
    errors: reportErrors(artifacts),
  };
}

function dumpView(dump: DumpFact, groups: readonly GoroutinesFact[], { by, all, filters }: GoroutinesInput): DumpView {
  const filter = goroutineFilter(filters);
  const sorted = { listed: [] as GoroutinesFact[], idle: [] as GoroutinesFact[], no: 0, 'unknown-wait': 0, 'unknown-state': 0 };
  for (const group of groups) {
    const result = filter(group);
    if (result !== 'match') sorted[result] += group.count;
    else if (group.idle === undefined || all) sorted.listed.push(group);
    else sorted.idle.push(group);
  }
  const [{ path, firstLine, lastLine }] = dump.citations;
  const grouped = groups.reduce((total, { count }) => total + BigInt(count), 0n);
  return {
    path,
    ...(firstLine === undefined ? {} : { firstLine }),
    ...(lastLine === undefined ? {} : { lastLine }),
    scope: dump.scope,
    kind: dump.kind,
    ...(dump.goVersions === undefined ? {} : { goVersions: dump.goVersions }),
    integrity: dump.integrity,
    defects: dump.defects,
    unparsedLines: dump.unparsedLines,
    unparsedSample: dump.unparsedSample,
    goroutines: dump.goroutines,
    byState: dump.byState,
    listed: countOf(sorted.listed),
    idle: { count: countOf(sorted.idle), kinds: idleKinds(sorted.idle) },
    filtered: {
      count: sorted.no + sorted['unknown-wait'] + sorted['unknown-state'],
      unknownWait: sorted['unknown-wait'],
      unknownState: sorted['unknown-state'],
    },
    ungrouped: exact(toBigInt(dump.goroutines) - grouped),
    warnings: dumpWarnings(dump),
    groups: groupBy(by, sorted.listed, Number(dump.goroutines)),
  };
}

function countOf(groups: readonly GoroutinesFact[]): number {
  return groups.reduce((total, { count }) => total + count, 0);
}
