import type { KeptApart, ParserContext, Skipped } from '../parsers/parser.ts';
import { type Content, openContent } from './bundle/content.ts';
import type { Entry } from './bundle/entry.ts';
import { gather } from './bundle/gather.ts';
import type { Budget } from './bundle/limits.ts';
import { systemReason } from './bundle/system-reason.ts';
import { TextReading } from './text-reading.ts';
import type { Intake } from './evidence/intake.ts';
import type { Scope } from './evidence/scope.ts';
import type { Artifact } from './report/report.ts';
import { SkippedLog } from './skipped-log.ts';
import { sanitize } from './text/safe-text.ts';

/** What reading one file came to, beside the facts. */
export interface ArtefactResult {
  readonly artifact: Artifact;
  readonly skipped: readonly Skipped[];
}

/** Reads one file of the bundle; its facts go to the intake. Never throws: what goes wrong is said of the artefact. */
export async function readArtefact(entry: Entry, intake: Pick<Intake, 'add'>, budget: Budget, apart?: KeptApart): Promise<ArtefactResult> {
  const kinds = new Set<string>();
  const skipped = new SkippedLog();
  const size = entry.bytes === undefined ? {} : { bytes: entry.bytes };
  let wrappers: readonly string[] = [];
  const result = (status: Artifact['status'], reason?: string): ArtefactResult => ({
    artifact: {
      path: entry.path,
      kinds: [...kinds].toSorted(),
      status,
      wrappers,
      ...size,
      ...(reason === undefined ? {} : { reason: sanitize(reason) }),
    },
    skipped: skipped.all,
  });
  if (budget.stopped !== undefined || !budget.takeTime(entry.path)) return result('passed-over', NOT_READ);
  try {
    const content = await openContent(entry, budget);
    wrappers = content.wrappers;
    if (content.kind === 'empty')
      return result('passed-over', content.damage() ?? (content.stopped() ? 'nothing in it, up to where a limit was hit' : 'empty'));
    if (content.kind === 'other') return result('passed-over', content.reason);
    const context = (scope: Scope = {}): ParserContext => ({
      source: { path: entry.path, scope, salvaged: content.damage() !== undefined },
      ...(apart === undefined ? {} : { apart }),
      emit: (draft) => intake.add(draft),
      found: (kind) => kinds.add(kind),
      skipped: (what) => skipped.add(what),
    });
    const readText = async (bytes: AsyncIterable<Uint8Array>): Promise<undefined> => {
      const reading = new TextReading(entry.path, context, budget);
      await reading.read(bytes).finally(() => (wrappers = [...content.wrappers, ...reading.wrappers]));
    };
    const problem = content.kind === 'text' ? await readText(content.bytes) : await readBinary(content, entry, context, readText, budget);
    const damage = content.damage();
    if (problem !== undefined) return result(kinds.size > 0 ? 'damaged' : 'passed-over', problem);
    if (damage !== undefined) return result('damaged', damage);
    const partly = content.stopped();
    if (kinds.size > 0) return partly ? result('read', 'not read to its end: a limit was hit') : result('read');
    return result('passed-over', partly ? 'text with nothing of Go’s in it, up to where a limit was hit' : NOTHING);
  } catch (error) {
    // A file may vanish or turn unreadable at any moment; what was read of it before stays in the case file.
    if (isSystemError(error)) return result('unreadable', systemReason(error));
    const detail = error instanceof Error ? error.message : String(error);
    return result('unreadable', `Goroner failed on it (internal error: ${detail}); please report it`);
  }
}

const NOT_READ = 'not read: a limit had been hit before';
const NOTHING = 'text with nothing of Go’s in it';

/** Reads a binary artefact; gives the reason where it is none, or a broken one. */
async function readBinary(
  content: Extract<Content, { kind: 'binary' }>,
  entry: Entry,
  context: () => ParserContext,
  readText: (bytes: AsyncIterable<Uint8Array>) => Promise<undefined>,
  budget: Budget,
): Promise<string | undefined> {
  const { bytes, head, printable } = content;
  const { BINARY_PARSERS } = await import('../parsers/binary-registry.ts');
  const wanted = BINARY_PARSERS.filter((parser) => parser.mayBe(head));
  if (wanted.length === 0) {
    if (printable) return readText(bytes);
    await bytes.return(undefined);
    return UNKNOWN;
  }
  const most = budget.limits.binaryBytes;
  const whole = await gather(bytes, most, content.wrappers.length === 0 ? entry.bytes : undefined);
  if (whole === undefined) {
    budget.hit('binary-size', entry.path, most, 'a binary file larger than that is not read');
    return 'a binary file that is larger than the limit';
  }
  const ready = context();
  for (const parser of wanted) {
    const parsed = parser.parse(whole, ready);
    if (parsed.kind === 'ok') return undefined;
    if (parsed.kind === 'malformed') return `a damaged ${parser.name} file: ${parsed.reason} at byte ${parsed.at}`;
  }
  return printable ? readText(oneChunk(whole)) : UNKNOWN;
}

const UNKNOWN = 'binary data of no known kind';

async function* oneChunk(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).code === 'string';
}
