import type { Limits } from '../bundle/limits.ts';
import { wantsColour } from '../environment.ts';
import { redact } from '../report/redact.ts';
import { jsonPieces } from '../report/render/json.ts';
import { NO_COLOUR, TERMINAL_COLOURS } from '../report/render/text/palette.ts';
import { renderText } from '../report/render/text.ts';
import type { Report } from '../report/report.ts';
import { withTriage } from '../report/triage.ts';
import { readTriage } from '../tui/triage/file.ts';
import { locateTriage } from '../tui/triage/locate.ts';
import { encoded } from './encoded.ts';
import { EXIT, type ExitCode } from './exit.ts';
import type { Format } from './formats.ts';
import type { CliIo } from './io.ts';
import { ownFiles } from './own-files.ts';
import { checkOutput, writeOutput } from './output.ts';
import { createProgress } from './progress.ts';
import { readBundle } from './read-bundle.ts';

export interface AnalyzeCommandOptions {
  readonly format: Format;
  /** Where the report goes; standard output where absent. */
  readonly output?: string;
  readonly signatures?: string;
  readonly redact: boolean;
  /** What people have said of the findings goes into the report. */
  readonly triage: boolean;
  readonly limits: Partial<Limits>;
}

/** `goroner PATH…`: analyses and prints the report. */
export async function analyzeCommand(paths: readonly string[], options: AnalyzeCommandOptions, io: CliIo): Promise<ExitCode> {
  const { output } = options;
  if (output !== undefined) await checkOutput(output);
  const { limits, signatures } = options;
  const request = { paths, limits, own: ownFiles(output), ...(signatures === undefined ? {} : { signatures }) };
  const progress = createProgress(io);
  let report: Report;
  try {
    report = await readBundle(request, io.stdin, progress.onProgress);
  } finally {
    progress.done();
  }
  // A report that leaves this terminal may be shared: secrets go unless the user wants them.
  const toTerminal = output === undefined && io.stdout.isTTY === true;
  const told = options.triage ? await merged(report, paths, io) : report;
  const shown = options.redact && !toTerminal ? redact(told) : told;
  const pieces = await render(shown, options, io);
  if (output === undefined) for (const piece of pieces) io.stdout.write(piece);
  else await writeOutput(output, pieces);
  return report.verdict.finding === undefined ? EXIT.clean : EXIT.findings;
}

/** The report with the marks that are kept beside the bundle. A file of them that cannot be used is said; it keeps nobody from the report. */
async function merged(report: Report, paths: readonly string[], io: CliIo): Promise<Report> {
  const path = await locateTriage(paths);
  if (path === undefined) return report;
  const read = await readTriage(path);
  if (read.kind === 'broken') io.stderr.write(`goroner: ${read.problem}; the report is without it\n`);
  return read.kind === 'read' ? withTriage(report, read.entries) : report;
}

/** The report in the format that was asked for. What only one of them needs is loaded for it alone. */
async function render(report: Report, options: AnalyzeCommandOptions, io: CliIo): Promise<Iterable<string | Uint8Array>> {
  switch (options.format) {
    case 'json':
      return encoded(jsonPieces(report, { forTerminal: options.output === undefined && io.stdout.isTTY === true }));
    case 'markdown':
      return [(await import('../report/render/markdown.ts')).renderMarkdown(report)];
    case 'text':
      return [renderText(report, { palette: palette(options, io) })];
  }
}

function palette({ output }: AnalyzeCommandOptions, io: CliIo) {
  return output === undefined && wantsColour(io.stdout, io.env) ? TERMINAL_COLOURS : NO_COLOUR;
}
