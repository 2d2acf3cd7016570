import { analyzeWithFacts } from '../analyze.ts';
import { UsageError } from '../bundle/entry.ts';
import type { Limits } from '../bundle/limits.ts';
import { loadSignatures } from '../matcher/store.ts';
import { buildComparison, hasDifferences, type SideInput } from '../report/compare/build.ts';
import { comparisonText } from '../report/compare/render-text.ts';
import type { Level } from '../report/goroutines/view.ts';
import { apartFor } from '../report/goroutines/build.ts';
import { redactData } from '../report/redact.ts';
import { dataPieces } from '../report/render/json.ts';
import { oneLine, sanitize } from '../text/safe-text.ts';
import { VERSION } from '../version.ts';
import { encoded } from './encoded.ts';
import { EXIT, type ExitCode } from './exit.ts';
import type { CliIo } from './io.ts';
import { ownFiles } from './own-files.ts';
import { createProgress } from './progress.ts';
import { refuseUnreadable } from './unreadable.ts';

export interface CompareCommandOptions {
  readonly by: Level;
  readonly all: boolean;
  readonly json: boolean;
  readonly redact: boolean;
  readonly limits: Partial<Limits>;
}

/** `goroner compare A B …`: what grew, what is new, what went. Each path is a side of its own. The exit code says whether they differ, as that of diff does. */
export async function compareCommand(paths: readonly string[], options: CompareCommandOptions, io: CliIo): Promise<ExitCode> {
  if (paths.length < 2)
    throw new UsageError(`${paths.length === 0 ? 'no path' : 'one path only'}; give two or more to compare, in order of time`);
  if (paths.filter((path) => path === '-').length > 1) throw new UsageError('- is given twice; standard input can be read once');
  const { by, all, json, limits } = options;
  const signatures = await loadSignatures();
  const sides: SideInput[] = [];
  for (const path of paths) {
    const progress = createProgress(io);
    const read = analyzeWithFacts([path], {
      limits,
      signatures,
      stdin: io.stdin,
      own: ownFiles(undefined),
      onProgress: progress.onProgress,
      apart: apartFor(by, {}),
    });
    const { report, caseFile } = await read.finally(progress.done);
    refuseUnreadable(report.bundle.artifacts);
    sides.push({ name: sanitize(oneLine(path)), report, caseFile });
  }
  const comparison = buildComparison(VERSION, sides, { by, all });
  const onTerminal = io.stdout.isTTY === true;
  const shown = options.redact && !onTerminal ? redactData(comparison) : comparison;
  for (const piece of json ? encoded(dataPieces(shown, { forTerminal: onTerminal })) : [comparisonText(shown, all)]) io.stdout.write(piece);
  return hasDifferences(comparison) ? EXIT.findings : EXIT.clean;
}
