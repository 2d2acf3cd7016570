import { examine } from '../analyze.ts';
import type { Limits } from '../bundle/limits.ts';
import { match } from '../matcher/match.ts';
import { listFingerprints } from '../report/fingerprints/build.ts';
import { fingerprintsText } from '../report/fingerprints/render-text.ts';
import { redactData } from '../report/redact.ts';
import { dataPieces } from '../report/render/json.ts';
import { VERSION } from '../version.ts';
import { encoded } from './encoded.ts';
import { EXIT, type ExitCode } from './exit.ts';
import type { CliIo } from './io.ts';
import { ownFiles } from './own-files.ts';
import { createProgress } from './progress.ts';
import { signaturesWith } from './signatures-with.ts';
import { refuseUnreadable } from './unreadable.ts';

export interface FingerprintCommandOptions {
  /** Directory of signatures of one's own. */
  readonly signatures?: string;
  readonly json: boolean;
  readonly redact: boolean;
  readonly limits: Partial<Limits>;
}

/** `goroner fingerprint PATH…`: the fingerprint of everything that was found, and how it was made. The exit code says whether there is one. */
export async function fingerprintCommand(paths: readonly string[], options: FingerprintCommandOptions, io: CliIo): Promise<ExitCode> {
  const { limits, json } = options;
  const signatures = await signaturesWith(options.signatures);
  const progress = createProgress(io);
  const read = examine(paths, { limits, stdin: io.stdin, own: ownFiles(undefined), onProgress: progress.onProgress });
  const { artifacts, caseFile, budget } = await read.finally(progress.done);
  refuseUnreadable(artifacts);
  const listing = listFingerprints(VERSION, match(signatures, caseFile, budget.hits.length).findings, caseFile);
  const onTerminal = io.stdout.isTTY === true;
  const shown = options.redact && !onTerminal ? redactData(listing) : listing;
  for (const piece of json ? encoded(dataPieces(shown, { forTerminal: onTerminal })) : [fingerprintsText(shown)]) io.stdout.write(piece);
  return listing.entries.some(({ fingerprint }) => fingerprint.hash !== null) ? EXIT.findings : EXIT.clean;
}
