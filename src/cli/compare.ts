import type { Limits } from '../bundle/limits.ts';
import { hasDifferences } from '../report/compare/differences.ts';
import { comparisonText } from '../report/compare/render-text.ts';
import type { Level } from '../report/goroutines/view.ts';
import { redactData } from '../report/redact.ts';
import { dataPieces } from '../report/render/json.ts';
import { encoded } from './encoded.ts';
import { EXIT, type ExitCode } from './exit.ts';
import type { CliIo } from './io.ts';
import { ownFiles } from './own-files.ts';
import { createProgress } from './progress.ts';
import { readComparison } from './read-comparison.ts';
import { checkSides } from './sides.ts';

export interface CompareCommandOptions {
  readonly by: Level;
  readonly all: boolean;
  readonly json: boolean;
  readonly redact: boolean;
  readonly limits: Partial<Limits>;
}

/** `goroner compare A B …`: what grew, what is new, what went. Each path is a side of its own. The exit code says whether they differ, as that of diff does. */
export async function compareCommand(paths: readonly string[], options: CompareCommandOptions, io: CliIo): Promise<ExitCode> {
  checkSides(paths);
  const { by, all, json, limits } = options;
  const progress = createProgress(io);
  const read = readComparison({ paths, by, all, limits, own: ownFiles(undefined) }, io.stdin, progress.onProgress);
  const { comparison } = await read.finally(progress.done);
  const onTerminal = io.stdout.isTTY === true;
  const shown = options.redact && !onTerminal ? redactData(comparison) : comparison;
  for (const piece of json ? encoded(dataPieces(shown, { forTerminal: onTerminal })) : [comparisonText(shown, all)]) io.stdout.write(piece);
  return hasDifferences(comparison) ? EXIT.findings : EXIT.clean;
}
