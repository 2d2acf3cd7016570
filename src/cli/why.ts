import { examine } from '../analyze.ts';
import type { Limits } from '../bundle/limits.ts';
import { redactData } from '../report/redact.ts';
import { dataPieces } from '../report/render/json.ts';
import { COLUMNS } from '../report/render/text/layout.ts';
import { buildWhy } from '../report/why/build.ts';
import { whyText } from '../report/why/render-text.ts';
import { VERSION } from '../version.ts';
import { encoded } from './encoded.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { signatureOf } from './explain.ts';
import type { CliIo } from './io.ts';
import { ownFiles } from './own-files.ts';
import { createProgress } from './progress.ts';
import { signaturesWith } from './signatures-with.ts';
import { refuseUnreadable } from './unreadable.ts';

/** Narrower terminals than this get lines of this width: a trace cannot be told in less. */
const LEAST_COLUMNS = 40;

export interface WhyCommandOptions {
  /** Directory of signatures of one's own. */
  readonly signatures?: string;
  readonly json: boolean;
  readonly redact: boolean;
  readonly limits: Partial<Limits>;
}

/**
 * `goroner explain ID --why PATH…`: how a bundle comes to have a root cause, or not, clause by clause. The exit code says whether it has it.
 *
 * @throws UsageError where there is no such root cause, a path cannot be used, or nothing could be read.
 */
export async function whyCommand(id: string, paths: readonly string[], options: WhyCommandOptions, io: CliIo): Promise<ExitCode> {
  const signatures = await signaturesWith(options.signatures);
  const signature = signatureOf(id, signatures);
  const progress = createProgress(io);
  const read = examine(paths, { limits: options.limits, stdin: io.stdin, own: ownFiles(undefined), onProgress: progress.onProgress });
  const { artifacts, caseFile, budget } = await read.finally(progress.done);
  refuseUnreadable(artifacts);
  const view = buildWhy({ version: VERSION, signature, finding: id.trim(), signatures, caseFile, limits: budget.hits.length });
  const onTerminal = io.stdout.isTTY === true;
  const shown = options.redact && !onTerminal ? redactData(view) : view;
  const columns = onTerminal ? Math.max(LEAST_COLUMNS, Math.min(COLUMNS, io.stdout.columns ?? COLUMNS)) : COLUMNS;
  for (const piece of options.json ? encoded(dataPieces(shown, { forTerminal: onTerminal })) : [whyText(shown, columns)])
    io.stdout.write(piece);
  return view.outcome.kind === 'matched' ? EXIT.findings : EXIT.clean;
}
