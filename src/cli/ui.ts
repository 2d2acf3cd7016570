import { basename, resolve } from 'node:path';
import type { Limits } from '../bundle/limits.ts';
import type { Comparison } from '../report/compare/comparison.ts';
import { hasDifferences } from '../report/compare/differences.ts';
import { count } from '../report/count.ts';
import type { Level } from '../report/goroutines/view.ts';
import { redact } from '../report/redact.ts';
import type { Report } from '../report/report.ts';
import { withTriage } from '../report/triage.ts';
import { oneLine } from '../text/safe-text.ts';
import { clip } from '../text/width.ts';
import { KeptInput } from '../tui/app/kept-input.ts';
import type { Analysis } from '../tui/app/parts.ts';
import type { StartOptions } from '../tui/app/start.ts';
import { prepareForInk } from '../tui/terminal/colour.ts';
import { readTriage, writeTriage } from '../tui/triage/file.ts';
import { locateTriage } from '../tui/triage/locate.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { slipped } from './guard-process.ts';
import type { CliIo } from './io.ts';
import { ownFiles } from './own-files.ts';
import { checkSides } from './sides.ts';
import { workerAnalysis, workerExact } from './worker-analysis.ts';

export interface UiCommandOptions {
  readonly signatures?: string;
  /** What is exported goes to others: secrets go out of it. */
  readonly redact: boolean;
  /** Marks and notes are read and kept beside the bundle. */
  readonly triage: boolean;
  readonly limits: Partial<Limits>;
  /** The paths are sides to be compared, in order of time. */
  readonly compare?: { readonly by: Level; readonly all: boolean };
}

/** Of terminals that do not tell, or say 0. */
const COLUMNS = 80;

/** `goroner PATH…` or `goroner compare PATH…` on a terminal: the UI, and one line of what was found when it is left. */
export async function uiCommand(given: readonly string[], options: UiCommandOptions, io: CliIo): Promise<ExitCode> {
  if (options.compare !== undefined) checkSides(given);
  // Of several sides the last one is what the other views show.
  const paths = options.compare === undefined ? given : given.slice(-1);
  // Before Ink and React are loaded: they look at it then.
  const environment = prepareForInk(process.env);
  const loading = import('../tui/app/start.ts');
  const { signatures } = options;
  const about = await whatToShow(paths, options);
  const request = { paths, limits: about.limits, own: about.own, ...(signatures === undefined ? {} : { signatures }) };
  const compare = options.compare === undefined ? undefined : { ...options.compare, paths: given, limits: about.limits, own: about.own };
  let comparison: Comparison | undefined;
  const worker = workerAnalysis(request, { stdin: () => process.stdin, kept: about.kept }, compare);
  const analysis: Analysis = {
    ...worker,
    start: (to) =>
      worker.start({
        ...to,
        comparison: (one) => {
          comparison = one;
          to.comparison?.(one);
        },
      }),
  };
  const name = compare === undefined ? {} : { name: sideNames(given) };
  const readExact = async () => workerExact(request, about.kept);
  const report = await loading
    .then(async ({ start }) => start({ ...about, ...name, environment, slipped: slipped(process), analysis, readExact }))
    .finally(() => analysis.stop());
  if (report === undefined) {
    io.stderr.write('goroner: left before the bundle was read; goroner --no-tui prints the report\n');
    return EXIT.failed;
  }
  if (comparison !== undefined) {
    io.stdout.write(`${clip(differences(comparison), io.stdout.columns || COLUMNS)}\n`);
    return hasDifferences(comparison) ? EXIT.findings : EXIT.clean;
  }
  io.stdout.write(`${clip(summary(report), io.stdout.columns || COLUMNS)}\n`);
  return report.verdict.finding === undefined ? EXIT.clean : EXIT.findings;
}

/** What the UI is given of the command line. */
export async function whatToShow(
  paths: readonly string[],
  options: UiCommandOptions,
): Promise<Omit<StartOptions, 'environment' | 'slipped' | 'analysis' | 'readExact'>> {
  const triage = options.triage ? await keptTriage(paths) : undefined;
  return {
    paths,
    limits: options.limits,
    own: ownFiles(undefined),
    kept: new KeptInput(),
    ...(triage === undefined ? {} : { triage }),
    exportText: async (report, id, format, said) => {
      const { exportFinding } = await import('../report/export.ts');
      const told = withTriage(report, said);
      return exportFinding(options.redact ? redact(told) : told, id ?? 'all', format);
    },
  };
}

/** The sides for the breadcrumbs: their last names, the first and the last of them. */
function sideNames(paths: readonly string[]): string {
  const names = paths.map((path) => (path === '-' ? '<stdin>' : oneLine(basename(resolve(path)) || path)));
  return names.length > 2 ? `${names[0] ?? ''} → … → ${names.at(-1) ?? ''}` : names.join(' → ');
}

/** The same of a comparison. */
function differences({ findings, goroutines, heap, numbers }: Comparison): string {
  const changed = (rows: readonly { readonly change: string }[]) => rows.filter(({ change }) => change !== 'same').length;
  const words = [
    [changed(findings), 'finding'],
    [changed(goroutines.flatMap(({ groups }) => groups)), 'group of goroutines', 'groups of goroutines'],
    [changed(heap.flatMap(({ sites }) => sites)), 'site of the heap', 'sites of the heap'],
    [changed(numbers), 'number'],
  ] as const;
  const said = words.flatMap(([number, one, many]) => (number === 0 ? [] : [count(number, one, many)]));
  return said.length === 0 ? 'no difference' : `changed: ${said.join(', ')}`;
}

/** What is left on the screen that the user had. */
function summary({ verdict, findings }: Report): string {
  const first = findings.find(({ id }) => id === verdict.finding);
  return oneLine(first === undefined ? verdict.summary : `${first.id}: ${first.title} (${first.confidence} evidence)`);
}

async function keptTriage(paths: readonly string[]) {
  const path = await locateTriage(paths);
  if (path === undefined) return undefined;
  return {
    load: async () => {
      const read = await readTriage(path);
      if (read.kind === 'broken') throw new Error(read.problem);
      return read.kind === 'read' ? read.entries : new Map();
    },
    save: async (entry: Parameters<typeof writeTriage>[1][number]) => writeTriage(path, [entry]),
  };
}
