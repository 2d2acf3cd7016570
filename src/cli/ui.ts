import type { Limits } from '../bundle/limits.ts';
import { redact } from '../report/redact.ts';
import type { Report } from '../report/report.ts';
import { withTriage } from '../report/triage.ts';
import { oneLine } from '../text/safe-text.ts';
import { clip } from '../text/width.ts';
import { KeptInput } from '../tui/app/kept-input.ts';
import type { StartOptions } from '../tui/app/start.ts';
import { prepareForInk } from '../tui/terminal/colour.ts';
import { readTriage, writeTriage } from '../tui/triage/file.ts';
import { locateTriage } from '../tui/triage/locate.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { slipped } from './guard-process.ts';
import type { CliIo } from './io.ts';
import { ownFiles } from './own-files.ts';
import { workerAnalysis, workerExact } from './worker-analysis.ts';

export interface UiCommandOptions {
  readonly signatures?: string;
  /** What is exported goes to others: secrets go out of it. */
  readonly redact: boolean;
  /** Marks and notes are read and kept beside the bundle. */
  readonly triage: boolean;
  readonly limits: Partial<Limits>;
}

/** Of terminals that do not tell, or say 0. */
const COLUMNS = 80;

/** `goroner PATH…` on a terminal: the UI, and one line of what was found when it is left. */
export async function uiCommand(paths: readonly string[], options: UiCommandOptions, io: CliIo): Promise<ExitCode> {
  // Before Ink and React are loaded: they look at it then.
  const environment = prepareForInk(process.env);
  const loading = import('../tui/app/start.ts');
  const { signatures } = options;
  const about = await whatToShow(paths, options);
  const request = { paths, limits: about.limits, own: about.own, ...(signatures === undefined ? {} : { signatures }) };
  const analysis = workerAnalysis(request, { stdin: () => process.stdin, kept: about.kept });
  const readExact = async () => workerExact(request, about.kept);
  const report = await loading
    .then(async ({ start }) => start({ ...about, environment, slipped: slipped(process), analysis, readExact }))
    .finally(() => analysis.stop());
  if (report === undefined) {
    io.stderr.write('goroner: left before the bundle was read; goroner --no-tui prints the report\n');
    return EXIT.failed;
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
