import { examine } from '../analyze.ts';
import { UsageError } from '../bundle/entry.ts';
import type { Limits } from '../bundle/limits.ts';
import { apartFor, buildGoroutines } from '../report/goroutines/build.ts';
import { nameTest } from '../report/goroutines/filter.ts';
import { goroutinesText } from '../report/goroutines/render-text.ts';
import type { FilterSettings, Level } from '../report/goroutines/view.ts';
import { redactData } from '../report/redact.ts';
import { dataPieces } from '../report/render/json.ts';
import { oneLine } from '../text/safe-text.ts';
import { VERSION } from '../version.ts';
import { encoded } from './encoded.ts';
import { EXIT, type ExitCode } from './exit.ts';
import type { CliIo } from './io.ts';
import { ownFiles } from './own-files.ts';
import { createProgress } from './progress.ts';
import { refuseUnreadable } from './unreadable.ts';

export interface GoroutinesCommandOptions {
  readonly by: Level;
  readonly all: boolean;
  readonly filters: FilterSettings;
  readonly json: boolean;
  readonly redact: boolean;
  readonly limits: Partial<Limits>;
}

/**
 * `goroner goroutines PATH…`: the goroutines of every dump, grouped. The exit code says whether a group is listed, so that a question
 * (`--min-wait 60`) is answered by it; where all are idle by design, nothing is.
 */
export async function goroutinesCommand(paths: readonly string[], options: GoroutinesCommandOptions, io: CliIo): Promise<ExitCode> {
  const { by, all, filters, limits } = options;
  checkNames(filters);
  const progress = createProgress(io);
  const read = examine(paths, {
    limits,
    stdin: io.stdin,
    own: ownFiles(undefined),
    onProgress: progress.onProgress,
    apart: apartFor(by, filters),
  });
  const { artifacts, skipped, caseFile, budget } = await read.finally(progress.done);
  refuseUnreadable(artifacts);
  const view = buildGoroutines({ version: VERSION, artifacts, skipped, limits: budget.hits, caseFile, by, all, filters });
  const onTerminal = io.stdout.isTTY === true;
  const shown = options.redact && !onTerminal ? redactData(view) : view;
  for (const piece of options.json ? encoded(dataPieces(shown, { forTerminal: onTerminal })) : goroutinesText(shown))
    io.stdout.write(piece);
  return view.dumps.some(({ groups }) => groups.length > 0) ? EXIT.findings : EXIT.clean;
}

/** Looks at the expressions before the reading, which may take minutes. */
function checkNames({ function: names = [] }: FilterSettings): void {
  for (const name of names) {
    try {
      nameTest(name);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new UsageError(`--function ${oneLine(name)}: ${oneLine(reason)}; give an RE2 expression, or leave the slashes around it out`);
    }
  }
}
