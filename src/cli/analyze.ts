import { writeFile } from 'node:fs/promises';
import { analyze } from '../analyze.ts';
import { UsageError } from '../bundle/entry.ts';
import type { Limits } from '../bundle/limits.ts';
import { systemReason } from '../bundle/system-reason.ts';
import { loadSignatureDirectory, loadSignatures } from '../matcher/store.ts';
import { redact } from '../report/redact.ts';
import { renderJson } from '../report/render/json.ts';
import { NO_COLOUR, TERMINAL_COLOURS } from '../report/render/text/palette.ts';
import { renderText } from '../report/render/text.ts';
import type { Report } from '../report/report.ts';
import { sanitize } from '../text/safe-text.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { type CliIo, wantsColour } from './io.ts';
import { createProgress } from './progress.ts';

export const FORMATS = ['text', 'json'] as const;

export interface AnalyzeCommandOptions {
  readonly format: (typeof FORMATS)[number];
  readonly output?: string;
  readonly signatures?: string;
  readonly redact: boolean;
  readonly limits: Partial<Limits>;
}

/** `goroner PATH…`: analyses and prints the report. */
export async function analyzeCommand(paths: readonly string[], options: AnalyzeCommandOptions, io: CliIo): Promise<ExitCode> {
  const builtIn = await loadSignatures();
  const added = options.signatures === undefined ? [] : await ownSignatures(options.signatures);
  const progress = createProgress(io);
  let report: Report;
  try {
    report = await analyze(paths, {
      limits: options.limits,
      signatures: [...builtIn, ...added],
      stdin: io.stdin,
      onFile: (path, index) => progress.onFile(path, index),
    });
  } finally {
    progress.done();
  }
  // A report that leaves this terminal may be shared: secrets go unless the user wants them.
  const toTerminal = options.output === undefined && io.stdout.isTTY === true;
  const shown = options.redact && !toTerminal ? redact(report) : report;
  const text =
    options.format === 'json'
      ? renderJson(shown, { forTerminal: toTerminal })
      : renderText(shown, { palette: options.output === undefined && wantsColour(io.stdout, io.env) ? TERMINAL_COLOURS : NO_COLOUR });
  if (options.output === undefined) io.stdout.write(text);
  else await writeOutput(options.output, text);
  return report.findings.length > 0 ? EXIT.findings : EXIT.clean;
}

async function ownSignatures(directory: string) {
  const { signatures, problems } = await loadSignatureDirectory(directory);
  const [first] = problems;
  if (first !== undefined) {
    const more = problems.length > 1 ? ` (and ${problems.length - 1} more: see goroner signatures check ${directory})` : '';
    throw new UsageError(`${first}${more}`);
  }
  return signatures;
}

async function writeOutput(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (error) {
    throw new UsageError(`${sanitize(file)}: cannot be written: ${systemReason(error)}; give another file after --output`);
  }
}
