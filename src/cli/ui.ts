import type { Limits } from '../bundle/limits.ts';
import { oneLine } from '../text/safe-text.ts';
import { EXIT, type ExitCode } from './exit.ts';
import type { CliIo } from './io.ts';
import { ownFiles } from './own-files.ts';
import { prepareForInk } from '../tui/terminal/colour.ts';
import { workerAnalysis } from './worker-analysis.ts';

export interface UiCommandOptions {
  readonly signatures?: string;
  /** What is exported goes to others: secrets go out of it. */
  readonly redact: boolean;
  readonly limits: Partial<Limits>;
}

/** `goroner PATH…` on a terminal: the UI, and one line of what was found when it is left. */
export async function uiCommand(paths: readonly string[], options: UiCommandOptions, io: CliIo): Promise<ExitCode> {
  // Before Ink and React are loaded: they look at it then.
  const environment = prepareForInk(process.env);
  const { signatures, limits } = options;
  const own = ownFiles(undefined);
  const request = { paths, limits, own, ...(signatures === undefined ? {} : { signatures }) };
  const { start } = await import('../tui/app/start.ts');
  const report = await start({
    paths,
    limits,
    own,
    environment,
    analysis: workerAnalysis(request, () => process.stdin),
    exportText: () => undefined,
  });
  if (report === undefined) {
    io.stderr.write('goroner: left before the bundle was read; goroner --no-tui prints the report\n');
    return EXIT.failed;
  }
  io.stdout.write(`${oneLine(report.verdict.summary)}\n`);
  return report.verdict.finding === undefined ? EXIT.clean : EXIT.findings;
}
