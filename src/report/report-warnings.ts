import type { Skipped } from '../../parsers/parser.ts';
import type { CaseFile } from '../evidence/case-file.ts';
import type { FactOf } from '../evidence/facts/index.ts';
import type { AgesReason, DumpDefect, DumpFact, SingleReason } from '../evidence/facts/dump.ts';
import type { MatchResult } from '../matcher/match.ts';
import { formatBytes } from '../matcher/template.ts';
import { sanitize } from '../text/safe-text.ts';
import { count, list } from './count.ts';
import type { Artifact, LimitHit, Warning } from './report.ts';
import type { WarningCode } from './warning-codes.ts';

/** What warnings are made of. */
export interface WarningSources {
  readonly artifacts: readonly Artifact[];
  readonly limits: readonly LimitHit[];
  readonly skipped: readonly Skipped[];
  readonly caseFile: CaseFile;
  readonly signatureErrors: MatchResult['signatureErrors'];
  readonly findingsLeftOut: MatchResult['findingsLeftOut'];
  readonly partial: MatchResult['partial'];
}

/**
 * All that lowers the trust in a report: by kind (files, what was left out of them, facts that are not whole, limits,
 * signatures), in the order of reading within each.
 */
export function reportWarnings({
  artifacts,
  limits,
  skipped,
  caseFile,
  signatureErrors,
  findingsLeftOut,
  partial,
}: WarningSources): Warning[] {
  return [
    ...artifacts.filter(({ status }) => status === 'damaged').map((one) => ofFile('file-damaged', one, 'the file is damaged')),
    ...skippedWarnings(skipped),
    ...caseFile.of('dump').flatMap(dumpWarnings),
    ...caseFile
      .of('crash')
      .filter(({ truncated }) => truncated)
      .map((crash) => cited('crash-truncated', 'the crash report is cut off: its stack, or part of it, is missing', crash.citations[0])),
    ...caseFile
      .of('crash')
      .filter((crash) => crash.class === 'head-missing')
      .map((crash) =>
        cited(
          'crash-head-missing',
          'the crash report begins within its stack: what it was stood before that, in the log of this run (kubectl logs --previous)',
          crash.citations[0],
        ),
      ),
    ...caseFile
      .of('crash')
      .flatMap(({ sanitizer, citations }) => unparsed(sanitizer?.unparsedLines ?? 0, 'sanitizer report', citations[0])),
    ...caseFile
      .of('race')
      .flatMap(({ truncated, unparsedLines, citations }) => [
        ...(truncated ? [cited('race-truncated', 'the race report is cut off: part of it may be missing', citations[0])] : []),
        ...unparsed(unparsedLines, 'race report', citations[0]),
      ]),
    ...(['heap', 'contention', 'threads', 'cpu-profile', 'other-profile'] as const)
      .flatMap((type): readonly FactOf<'heap' | 'contention' | 'threads' | 'cpu-profile' | 'other-profile'>[] => caseFile.of(type))
      .filter(({ salvaged }) => salvaged)
      .map((one) => cited('profile-salvaged', 'the profile was damaged: its figures cover only what could be saved', one.citations[0])),
    ...caseFile.of('scheduler').flatMap((series) => {
      const leftOut = [
        ...(series.ticksLeftOut === undefined ? [] : [count(series.ticksLeftOut, 'tick')]),
        ...(series.windowsLeftOut === undefined ? [] : [count(series.windowsLeftOut, 'short window')]),
      ];
      return leftOut.length === 0
        ? []
        : [cited('series-thinned', `${list(leftOut)} of a very long scheduler trace were counted but are not listed`, series.citations[0])];
    }),
    ...caseFile.of('gc').flatMap((series) => {
      const leftOut = [
        ...(series.cyclesLeftOut === undefined ? [] : [count(series.cyclesLeftOut, 'collection')]),
        ...(series.windowsLeftOut === undefined ? [] : [count(series.windowsLeftOut, 'short window')]),
      ];
      return leftOut.length === 0
        ? []
        : [cited('series-thinned', `${list(leftOut)} of a very long gctrace were counted but are not listed`, series.citations[0])];
    }),
    ...limits.map(({ what, path, limit, detail }) => ({
      code: 'limit-hit' satisfies WarningCode,
      message: sanitize(`the limit ${what} (${limit}) was hit: ${detail}`),
      ...(path === undefined ? {} : { path }),
    })),
    ...findingsLeftOut.map(({ signature, count: left }) => ({
      code: 'findings-left-out' satisfies WarningCode,
      message: sanitize(`the signature ${signature} holds in more places than are listed: ${count(left, 'weaker finding')} left out`),
    })),
    ...partial.map((signature) => ({
      code: 'matching-partial' satisfies WarningCode,
      message: sanitize(`the signature ${signature} was compared with a part of the bundle only: there is too much in it`),
    })),
    ...signatureErrors.map(({ signature, reason }) => ({
      code: 'signature-error' satisfies WarningCode,
      message: sanitize(`the signature ${signature} could not be evaluated: ${reason}`),
    })),
  ];
}

/** The files that could not be read at all. */
export function reportErrors(artifacts: readonly Artifact[]): Warning[] {
  return artifacts
    .filter(({ status }) => status === 'unreadable')
    .map((one) => ofFile('file-unreadable', one, 'the file could not be read'));
}

/** The same reason in the same file is one warning, at its first place: a hostile log must not drown the report. */
function skippedWarnings(skipped: readonly Skipped[]): Warning[] {
  const merged = new Map<string, { first: Skipped; amount: number; places: number }>();
  for (const one of skipped) {
    const key = `${one.unit}\n${one.citation.path}\n${one.reason}`;
    const known = merged.get(key);
    if (known === undefined) merged.set(key, { first: one, amount: one.amount, places: one.places ?? 1 });
    else {
      known.amount += one.amount;
      known.places += one.places ?? 1;
    }
  }
  return [...merged.values()].map(({ first, amount, places }) => {
    const lines = first.unit === 'lines';
    const where = places === 1 ? '' : ` in ${places} places`;
    return cited(
      lines ? 'lines-skipped' : 'bytes-skipped',
      `${count(amount, lines ? 'line' : 'byte')} left out${where}: ${first.reason}`,
      first.citation,
    );
  });
}

/** Of a profile, which has no goroutine that wrote it at its beginning. */
const NO_HEAD = 'its first line is missing, so that it is one of goroutines is a guess';

/** Why goroutines or frames are missing from a dump, in words. */
const MISSING: Readonly<Partial<Record<DumpDefect, string>>> = {
  truncated: 'its text is cut off',
  'mid-line': 'its text breaks off within a line',
  'beginning-missing': 'its beginning is missing (the goroutine that wrote it is not the first one)',
  'foreign-lines': 'lines of something else stand inside it',
  interleaved: 'stacks in its middle are broken off (two were written at once, or lines are lost)',
  ungrouped: 'it has more different stacks than are sorted: of the goroutines of further ones only states are counted',
  damaged: 'parts of it could not be read',
};

/** Why there is one goroutine, as the end of a sentence. */
const SINGLE: Readonly<Record<SingleReason, string>> = {
  'panic-default': ' (a panic prints its own only, unless GOTRACEBACK=all)',
  'fatal-since-1.26': ' (since Go 1.26 a fatal error prints its own only, unless GOTRACEBACK=all)',
  'own-stack': '',
  'all-expected': ' (such a report lists all: there was no other, or the rest is missing)',
  unknown: '',
};

/** Why no wait has an age, as the end of a sentence. */
const AGES: Readonly<Record<AgesReason, string>> = {
  'no-collection': ' (no garbage collection has run, and ages count from one)',
  collected: ' (since the last garbage collections saw them wait, no minute had passed)',
  unknown: '',
};

function cutInWords({ cutAt }: DumpFact): string {
  return cutAt === undefined
    ? 'it ends exactly where a buffer ends'
    : `it is exactly ${formatBytes(cutAt)} long, as a buffer that was too small leaves it`;
}

/** What lowers the trust in one dump. */
export function dumpWarnings(dump: DumpFact): Warning[] {
  const [citation] = dump.citations;
  const has = (defect: DumpDefect) => dump.defects.includes(defect);
  const missing = [
    ...dump.defects.flatMap((defect) => (defect === 'beginning-missing' && dump.kind === 'profile' ? NO_HEAD : (MISSING[defect] ?? []))),
    ...(has('cut-at-known-limit') ? [cutInWords(dump)] : []),
    ...(dump.counts === undefined ? [] : [`it states ${count(dump.counts.stated, 'goroutine')} and lists ${dump.counts.read}`]),
  ];
  const warnings: Warning[] = [];
  // A crash that prints only its own goroutine is the runtime's default, not damage.
  if (missing.length > 0 || (dump.integrity === 'partial' && !has('single-goroutine')))
    warnings.push(
      cited('dump-partial', `the goroutine dump is not whole: ${missing.length === 0 ? 'part of it is missing' : list(missing)}`, citation),
    );
  if (has('single-goroutine'))
    warnings.push(
      cited(
        'dump-single-goroutine',
        `only one goroutine was printed: nothing follows from the absence of others${SINGLE[dump.single?.reason ?? 'unknown']}`,
        citation,
      ),
    );
  if (dump.unparsedLines > 0)
    warnings.push(cited('lines-unparsed', `${count(dump.unparsedLines, 'line')} of the goroutine dump fit no known form`, citation));
  if (has('elided-frames')) warnings.push(cited('frames-elided', 'the runtime left frames out of very deep stacks', citation));
  if (has('reversed'))
    warnings.push(
      cited(
        'dump-reversed',
        'the newest line stood first: the lines were turned round, and those of the same time may be out of order',
        citation,
      ),
    );
  if (has('no-ages'))
    warnings.push(
      cited(
        'wait-ages-unknown',
        `no goroutine of the dump has a printed wait: the ages are unknown, not short${AGES[dump.ages?.reason ?? 'unknown']}`,
        citation,
      ),
    );
  return warnings;
}

/** Lines inside an artefact that are not its own. */
function unparsed(lines: number, what: string, citation: NonNullable<Warning['citation']>): Warning[] {
  return lines === 0
    ? []
    : [cited('lines-unparsed', `${count(lines, 'line')} of the ${what} ${lines === 1 ? 'fits' : 'fit'} no known form`, citation)];
}

function ofFile(code: WarningCode, { path, reason }: Artifact, otherwise: string): Warning {
  return { code, message: reason ?? sanitize(otherwise), path };
}

function cited(code: WarningCode, message: string, citation: NonNullable<Warning['citation']>): Warning {
  return { code, message: sanitize(message), path: citation.path, citation };
}
