import { examine } from '../analyze.ts';
import type { Limits } from '../bundle/limits.ts';
import { formatBytes } from '../matcher/template.ts';
import type { DumpFact } from '../evidence/facts/dump.ts';
import { dumpWarnings } from '../report/report-warnings.ts';
import type { Scope } from '../evidence/scope.ts';
import { scopeWords } from '../report/goroutines/render-text.ts';
import { COLUMNS } from '../report/render/text/layout.ts';
import type { SafeText } from '../text/safe-text.ts';
import { wrap } from '../text/wrap.ts';
import { redactData } from '../report/redact.ts';
import type { Artifact } from '../report/report.ts';
import { EXIT, type ExitCode } from './exit.ts';
import type { CliIo } from './io.ts';
import { ownFiles } from './own-files.ts';
import { createProgress } from './progress.ts';
import { refuseUnreadable } from './unreadable.ts';

export interface InspectCommandOptions {
  readonly json: boolean;
  readonly redact: boolean;
  readonly limits: Partial<Limits>;
}

/** `goroner inspect PATH…`: every file, what it is, what came out of it, or why it was passed over. */
export async function inspectCommand(paths: readonly string[], options: InspectCommandOptions, io: CliIo): Promise<ExitCode> {
  const progress = createProgress(io);
  const read = examine(paths, { limits: options.limits, stdin: io.stdin, own: ownFiles(undefined), onProgress: progress.onProgress });
  const { artifacts, skipped, caseFile, budget, layouts } = await read.finally(progress.done);
  refuseUnreadable(artifacts);
  const facts = new Map<string, Map<string, number>>();
  for (const { type, citations } of caseFile.all) {
    const counts = facts.get(citations[0].path) ?? new Map<string, number>();
    counts.set(type, (counts.get(type) ?? 0) + 1);
    facts.set(citations[0].path, counts);
  }
  const dumps = new Map<string, InspectedDump[]>();
  for (const dump of caseFile.of('dump')) {
    const [{ path, firstLine }] = dump.citations;
    const { kind, goroutines, integrity, defects } = dump;
    const line = firstLine === undefined ? {} : { firstLine };
    const said = dumpWarnings(dump).map(({ message }) => message);
    dumps.set(path, [...(dumps.get(path) ?? []), { ...line, kind, goroutines, integrity, defects, said }]);
  }
  const files = artifacts.map((one) => ({
    ...one,
    facts: Object.fromEntries(facts.get(one.path) ?? []),
    dumps: dumps.get(one.path) ?? [],
  }));
  const found = { layouts, artifacts: files, skipped, limits: budget.hits };
  const shown = options.redact && io.stdout.isTTY !== true ? redactData(found) : found;
  io.stdout.write(options.json ? `${JSON.stringify(shown, undefined, 2)}\n` : asText(shown));
  return EXIT.clean;
}

/** A dump of a file, and whether it is whole. */
interface InspectedDump extends Pick<DumpFact, 'kind' | 'goroutines' | 'integrity' | 'defects'> {
  readonly firstLine?: number;
  /** What is wrong with it, in words. */
  readonly said: readonly SafeText[];
}

type Inspected = Awaited<ReturnType<typeof examine>>;

interface Found {
  readonly layouts: Inspected['layouts'];
  readonly artifacts: readonly (Artifact & {
    readonly facts: Readonly<Record<string, number>>;
    readonly dumps: readonly InspectedDump[];
  })[];
  readonly skipped: Inspected['skipped'];
  readonly limits: Inspected['budget']['hits'];
}

function asText({ layouts, artifacts, skipped, limits }: Found): string {
  const tail = [
    ...skipped.map(({ amount, unit, places, citation: { path, firstLine }, reason }) => {
      const where = `${path}${firstLine === undefined ? '' : `:${firstLine}`}${places === undefined ? '' : ` and ${places - 1} more places`}`;
      return `  not read: ${amount} ${unit} in ${where}: ${reason}`;
    }),
    ...limits.map(({ what, path, detail }) => `  limit ${what}${path === undefined ? '' : ` in ${path}`}: ${detail}`),
  ];
  const whole = layouts.flatMap(({ id, title, root }) =>
    wrap(`${title} (${id})${root === '' ? '' : ` in ${root}`}`, COLUMNS, { rest: '  ', long: 'keep' }),
  );
  return [
    ...whole,
    ...artifacts.flatMap(fileLines),
    ...tail.flatMap((one) => indented(one.trim())),
    `${artifacts.length} ${artifacts.length === 1 ? 'file' : 'files'}`,
    '',
  ].join('\n');
}

function fileLines(artifact: Found['artifacts'][0]): string[] {
  const what = artifact.kinds.length > 0 ? artifact.kinds.join(', ') : artifact.status;
  const about = [...(artifact.bytes === undefined ? [] : [formatBytes(artifact.bytes)]), ...artifact.wrappers];
  const facts = Object.entries(artifact.facts).map(([type, count]) => `${count} ${type}`);
  return [
    `${artifact.path}${about.length === 0 ? '' : ` (${about.join(', ')})`}: ${what}`,
    ...(artifact.kinds.length > 0 && artifact.status !== 'read' ? [`  ${artifact.status}`] : []),
    ...(artifact.reason === undefined ? [] : indented(artifact.reason)),
    ...(artifact.role === undefined ? [] : indented(placed(artifact.role, artifact.scope ?? {}))),
    ...(facts.length === 0 ? [] : indented(`facts: ${facts.join(', ')}`)),
    ...artifact.dumps.slice(0, MOST_DUMPS).flatMap(dumpLines),
    ...(artifact.dumps.length > MOST_DUMPS ? [`  and ${artifact.dumps.length - MOST_DUMPS} more dumps`] : []),
  ];
}

/** What its place in the bundle says of it. */
function placed(role: SafeText, scope: Scope): string {
  const whose = scopeWords({ scope });
  return whose.length === 0 ? `by its place: ${role}` : `by its place: ${role}; ${whose.join(', ')}`;
}

/** Lines below that of the file; only paths may stand out. */
function indented(text: string): string[] {
  return wrap(text, COLUMNS, { first: '  ', rest: '    ', long: 'keep' });
}

/** Dumps of one file that are listed. A log can hold any number of stacks. */
const MOST_DUMPS = 20;

const WHOLE: Readonly<Record<DumpFact['integrity'], string>> = {
  whole: 'whole',
  unknown: 'nothing is known to be missing, its end is not shown',
  partial: 'not whole',
};

function dumpLines({ firstLine, kind, goroutines, integrity, said }: InspectedDump): string[] {
  const place = firstLine === undefined ? 'dump' : `dump at line ${firstLine}`;
  return [
    `  ${place} (${kind}, ${goroutines} ${String(goroutines) === '1' ? 'goroutine' : 'goroutines'}): ${WHOLE[integrity]}`,
    ...said.flatMap((one) => wrap(one, COLUMNS, { first: '    ! ', long: 'keep' })),
  ];
}
