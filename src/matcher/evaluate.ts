import type { CaseFile } from '../evidence/case-file.ts';
import type { GoVersionRange } from '../evidence/facts/dump.ts';
import type { SafeText } from '../text/safe-text.ts';
import { sanitize } from '../text/safe-text.ts';
import { type Candidate, candidates, dumpOf } from './candidate.ts';
import type { CompiledSignature } from './compile.ts';
import type { Signature } from './signature.ts';
import type { EvidenceLine } from './finding.ts';
import { mentions } from './keywords.ts';
import { judgeCandidate } from './judgement.ts';
import { type ScoredEvidence, judge } from './score.ts';

/** A finding before it is ranked and written out: merged candidates of one signature. */
export interface Match {
  readonly compiled: CompiledSignature;
  /** The candidate that speaks for the others. */
  readonly candidate: Candidate;
  readonly scoring: readonly ScoredEvidence[];
  readonly evidence: readonly EvidenceLine[];
  /** What tells it from other findings of the signature. */
  readonly distinct: string;
}

/** A suspicion that the bundle cannot settle. */
export interface Suspected {
  readonly candidate: Candidate;
  readonly missing: readonly SafeText[];
  readonly evidence: readonly EvidenceLine[];
  readonly distinct: string;
}

/** Outcome of one signature over a whole case file. */
export type Outcome =
  | { readonly kind: 'matched'; readonly matches: readonly Match[]; readonly suspected: readonly Suspected[] }
  | { readonly kind: 'inconclusive'; readonly suspected: readonly Suspected[] }
  | { readonly kind: 'cleared'; readonly reason: SafeText }
  | { readonly kind: 'not-applicable'; readonly reason: SafeText };

/** Whether the bundle has anything that a signature speaks of. */
export function isApplicable({ applies }: Signature, caseFile: CaseFile): boolean {
  // A crash whose head is missing says nothing of what it was not.
  return applies.facts.some((type) =>
    type === 'crash' ? caseFile.of(type).some((crash) => crash.class !== 'head-missing') : caseFile.has(type),
  );
}

/** Evaluates one signature. Pure; throws only where the signature itself is broken. */
export function evaluate(compiled: CompiledSignature, caseFile: CaseFile): Outcome {
  const { applies } = compiled.signature;
  if (!isApplicable(compiled.signature, caseFile))
    return { kind: 'not-applicable', reason: sanitize(`there is no ${applies.facts.join(' and no ')} in the bundle`) };

  if (!mentions(caseFile, compiled.signature.keywords))
    return { kind: 'cleared', reason: sanitize(`looked at ${lookedAt(compiled, caseFile)}`) };

  const matches = new Map<string, Match>();
  const suspected = new Map<string, Suspected>();
  let contradicted = false;
  let admitted = false;
  let seen = false;
  for (const candidate of candidates(compiled, caseFile)) {
    seen = true;
    if (compiled.go?.admits(goVersionsOf(candidate, caseFile)) === false) continue;
    admitted = true;
    const judgement = judgeCandidate(compiled, candidate);
    const distinct = compiled.signature.distinct.map((path) => JSON.stringify(candidate.lookup(path) ?? '')).join('\n');
    if (judgement.kind === 'holds') {
      if (judge(judgement.scoring).confidence === undefined) contradicted = true;
      else {
        const match = { compiled, candidate, distinct, scoring: judgement.scoring, evidence: judgement.evidence };
        matches.set(distinct, merge(matches.get(distinct), match));
      }
    } else if (judgement.kind === 'suspected' && !suspected.has(distinct))
      suspected.set(distinct, { candidate, distinct, missing: judgement.missing, evidence: judgement.evidence });
  }
  // What was found needs no further suspicion: a group that is small in the first dump has grown by the second.
  for (const distinct of matches.keys()) suspected.delete(distinct);
  if (matches.size > 0) return { kind: 'matched', matches: [...matches.values()], suspected: [...suspected.values()] };
  if (suspected.size > 0) return { kind: 'inconclusive', suspected: [...suspected.values()] };
  if (seen && !admitted) return { kind: 'not-applicable', reason: sanitize(`it concerns Go ${applies.go ?? ''} only`) };
  return {
    kind: 'cleared',
    reason: sanitize(contradicted ? 'what speaks against it outweighs what speaks for it' : `looked at ${lookedAt(compiled, caseFile)}`),
  };
}

/** Keeps the stronger of two candidates of the same finding, and the places of both. */
function merge(known: Match | undefined, added: Match): Match {
  if (known === undefined) return added;
  const [better, other] = speaksBefore(added, known) ? [added, known] : [known, added];
  const evidence = better.evidence.map((line) => {
    const twin = other.evidence.find((one) => one.evidence === line.evidence);
    if (twin === undefined) return line;
    const more = [...line.more, twin.citation, ...twin.more].filter(
      (citation, i, all) =>
        (citation.path !== line.citation.path || citation.firstLine !== line.citation.firstLine) &&
        all.findIndex((one) => one.path === citation.path && one.firstLine === citation.firstLine) === i,
    );
    return { ...line, more: more.slice(0, 4) };
  });
  return { ...better, evidence };
}

function speaksBefore(a: Match, b: Match): boolean {
  const [first, second] = [judge(a.scoring).score, judge(b.scoring).score];
  if (first !== second) return first > second;
  const prefer = a.compiled.signature.prefer;
  if (prefer === undefined) return false;
  return Number(a.candidate.lookup(prefer) ?? 0) > Number(b.candidate.lookup(prefer) ?? 0);
}

/** Go releases that the anchor can come from. A group of goroutines does not say: its dump does. */
function goVersionsOf({ anchor: { fact } }: Candidate, caseFile: CaseFile): GoVersionRange | undefined {
  const own = 'goVersions' in fact ? fact.goVersions : undefined;
  return own ?? dumpOf(fact, caseFile)?.goVersions;
}

function lookedAt(compiled: CompiledSignature, caseFile: CaseFile): string {
  const parts = compiled.signature.applies.facts
    .map((type) => ({ type, count: caseFile.of(type).length }))
    .filter(({ count }) => count > 0)
    .map(({ type, count }) => `${count} ${FACT_WORDS[type][count === 1 ? 0 : 1]}`);
  return parts.join(', ');
}

const FACT_WORDS = {
  crash: ['crash report', 'crash reports'],
  dump: ['goroutine dump', 'goroutine dumps'],
  goroutines: ['group of goroutines', 'groups of goroutines'],
  scheduler: ['scheduler trace', 'scheduler traces'],
  gc: ['garbage collector trace', 'garbage collector traces'],
  'gc-pressure': ['sign of pressure by the collector', 'signs of pressure by the collector'],
  heap: ['heap profile', 'heap profiles'],
  'heap-holder': ['function with memory in the heap', 'functions with memory in the heap'],
  contention: ['block or mutex profile', 'block and mutex profiles'],
  threads: ['threadcreate profile', 'threadcreate profiles'],
  'cpu-profile': ['CPU profile', 'CPU profiles'],
  'other-profile': ['other profile', 'other profiles'],
  growth: ['group over time', 'groups over time'],
  'wait-edge': ['lock that is waited for', 'locks that are waited for'],
  'runtime-metrics': ['set of runtime metrics', 'sets of runtime metrics'],
  'runtime-settings': ['statement of runtime settings', 'statements of runtime settings'],
  cgroup: ['control group', 'control groups'],
  'cgroup-change': ['control group over time', 'control groups over time'],
  'memory-ledger': ['account of memory', 'accounts of memory'],
  process: ['process', 'processes'],
  processes: ['listing of processes', 'listings of processes'],
  sockets: ['listing of sockets', 'listings of sockets'],
  'open-files': ['listing of open files', 'listings of open files'],
  machine: ['machine', 'machines'],
  pod: ['pod', 'pods'],
  container: ['incarnation of a container', 'incarnations of containers'],
  'container-stop': ['stop of a container', 'stops of containers'],
  event: ['event of the cluster', 'events of the cluster'],
  node: ['node', 'nodes'],
  workload: ['workload', 'workloads'],
  service: ['service', 'services'],
  'limit-range': ['limit range', 'limit ranges'],
  kernel: ['event in a kernel log', 'events in kernel logs'],
  log: ['kind of log line', 'kinds of log lines'],
  race: ['race report', 'race reports'],
  'test-run': ['failed test run', 'failed test runs'],
  'leak-check': ['group of goroutines that a test left over', 'groups of goroutines that a test left over'],
} as const;
