import { type KeptApart, NAMED_FILE_BYTES, type NamedFileContext, type ParserContext, type Skipped } from '../parsers/parser.ts';
import { NAMED_FILES } from '../parsers/registry.ts';
import { type Content, openContent } from './bundle/content.ts';
import type { Entry, Found } from './bundle/entry.ts';
import { gather } from './bundle/gather.ts';
import type { Names } from './bundle/archive/names.ts';
import { inPlaceOfProfile, promisesProfile } from './bundle/in-place-of-profile.ts';
import { LineSplitter } from './bundle/lines.ts';
import { peek } from './bundle/peek.ts';
import type { Budget } from './bundle/limits.ts';
import { systemReason } from './bundle/system-reason.ts';
import { TextReading } from './text-reading.ts';
import { readEmbedded } from './read-embedded.ts';
import { readObjects } from './read-objects.ts';
import type { Intake } from './evidence/intake.ts';
import type { FactDraft } from './evidence/facts/index.ts';
import type { Scope } from './evidence/scope.ts';
import { ARCHIVE, type Artifact } from './report/report.ts';
import { SkippedLog } from './skipped-log.ts';
import type { Line } from './text/line.ts';
import { sanitize } from './text/safe-text.ts';

/** What reading one file came to, beside the facts. */
export interface ArtefactResult {
  readonly artifact: Artifact;
  readonly skipped: readonly Skipped[];
  /** It is an archive: what is in it is still to be read. */
  readonly inside?: Inside;
}

/** What is in an archive. */
export interface Inside {
  /** Each has to be read before the next one is asked for. */
  readonly members: AsyncGenerator<Found>;
  /** The archive itself, when all of them have been read. */
  readonly finish: () => Artifact;
}

/** Where facts go. */
export interface FactSink extends Pick<Intake, 'add'> {
  /** Takes a part of a fact; where it is absent each part is a fact of its own. */
  part?(key: string, draft: FactDraft): void;
}

/** How files are read. */
export interface ReadOptions {
  readonly apart?: KeptApart | undefined;
  /** The names that files in archives have been given; of this archive only where it is absent. */
  readonly names?: Names;
}

/**
 * Reads one file of the bundle; its facts go to the sink. What is in an archive is given back to be read. Never throws: what goes
 * wrong is said of the artefact.
 */
export async function readArtefact(entry: Entry, sink: FactSink, budget: Budget, options: ReadOptions = {}): Promise<ArtefactResult> {
  const { apart } = options;
  const kinds = new Set<string>();
  const skipped = new SkippedLog();
  const size = entry.bytes === undefined ? {} : { bytes: entry.bytes };
  let wrappers: readonly string[] = [];
  const artifact = (status: Artifact['status'], reason?: string): Artifact => {
    const said = [reason, entry.note].filter((one) => one !== undefined).join('; ');
    return {
      path: entry.path,
      kinds: [...kinds].toSorted(),
      status,
      wrappers,
      ...size,
      ...(said === '' ? {} : { reason: sanitize(said) }),
    };
  };
  const result = (status: Artifact['status'], reason?: string): ArtefactResult => ({
    artifact: artifact(status, reason),
    skipped: skipped.all,
  });
  if (budget.stopped !== undefined || !budget.takeTime(entry.path)) return result('passed-over', NOT_READ);
  try {
    const content = await openContent(entry, budget);
    wrappers = content.wrappers;
    if (content.kind === 'empty')
      return result('passed-over', content.damage() ?? (content.stopped() ? 'nothing in it, up to where a limit was hit' : 'empty'));
    if (content.kind === 'other') return result('passed-over', content.reason);
    if (content.kind === 'archive') {
      wrappers = [...content.wrappers, content.format];
      const [{ openArchive }, { Names }] = await Promise.all([import('./bundle/archive/open.ts'), import('./bundle/archive/names.ts')]);
      const archive = await openArchive(entry, content, budget, options.names ?? new Names());
      if (typeof archive === 'string') return result('passed-over', archive);
      kinds.add(ARCHIVE);
      const finish = () => {
        const damage = archive.damage();
        if (damage !== undefined) return artifact('damaged', damage);
        return archive.stopped() ? artifact('read', PARTLY) : artifact('read');
      };
      return { ...result('read'), inside: { members: archive.members, finish } };
    }
    const plain = (scope: Scope = {}): ParserContext => ({
      source: { path: entry.path, scope, salvaged: content.damage() !== undefined },
      ...(apart === undefined ? {} : { apart }),
      emit: (draft) => sink.add(draft),
      found: (kind) => kinds.add(kind),
      skipped: (what) => skipped.add(what),
    });
    // A text within an artefact is read where it is met; what stands within that text in turn is not.
    let useless: string | undefined;
    const context = (scope?: Scope): ParserContext => ({
      ...plain(scope),
      passOver: (reason) => (useless ??= reason),
      embedded: (text) => readEmbedded(text, entry.path, plain, budget),
    });
    /** What stands where a profile was promised; undefined where none was. */
    let instead: string | undefined;
    const lookAt = async (bytes: AsyncGenerator<Uint8Array>): Promise<AsyncGenerator<Uint8Array>> => {
      // One chunk: a second one may take its place in memory.
      const { head, all } = await peek(bytes, 1);
      instead = inPlaceOfProfile(head);
      return all;
    };
    const readText = async (source: AsyncGenerator<Uint8Array>): Promise<undefined> => {
      const bytes = await readByName(
        entry,
        source,
        {
          ...context(),
          part: (key, draft) => (sink.part === undefined ? void sink.add(draft) : sink.part(key, draft)),
        },
        budget,
      );
      if (bytes === undefined) return undefined;
      const reading = new TextReading(entry.path, context, budget);
      const rest = await readObjects(promisesProfile(entry.path) ? await lookAt(bytes) : bytes, context(), () => reading.linesRead);
      await reading.read(rest).finally(() => (wrappers = [...content.wrappers, ...reading.wrappers]));
    };
    const problem = content.kind === 'text' ? await readText(content.bytes) : await readBinary(content, entry, context, readText, budget);
    const damage = content.damage();
    if (problem !== undefined) return result(kinds.size > 0 ? 'damaged' : 'passed-over', problem);
    if (damage !== undefined) return result('damaged', damage);
    const partly = content.stopped();
    if (kinds.size > 0) return partly ? result('read', PARTLY) : result('read');
    return result('passed-over', instead ?? useless ?? (partly ? 'text with nothing of Go’s in it, up to where a limit was hit' : NOTHING));
  } catch (error) {
    // A file may vanish or turn unreadable at any moment; what was read of it before stays in the case file.
    if (isSystemError(error)) return result('unreadable', systemReason(error));
    const detail = error instanceof Error ? error.message : String(error);
    return result('unreadable', `Goroner failed on it (internal error: ${detail}); please report it`);
  }
}

const PARTLY = 'not read to its end: a limit was hit';
const NOT_READ = 'not read: a limit had been hit before';
const NOTHING = 'text with nothing of Go’s in it';

/** Reads a file that is known by its name; gives its bytes back where it is none. */
async function readByName(
  entry: Entry,
  bytes: AsyncGenerator<Uint8Array>,
  context: NamedFileContext,
  budget: Budget,
): Promise<AsyncGenerator<Uint8Array> | undefined> {
  const parser = NAMED_FILES.find(({ takes }) => takes(entry.path));
  if (parser === undefined) return bytes;
  const { head, all } = await peek(bytes, NAMED_FILE_BYTES + 1);
  if (head.length > NAMED_FILE_BYTES) return all;
  const lines: Line[] = [];
  const splitter = new LineSplitter(
    budget.limits.lineBytes,
    (line) => lines.push(line),
    () => undefined,
  );
  splitter.push(head);
  splitter.end();
  if (!parser.parse(lines, context)) return all;
  await all.return(undefined);
  return undefined;
}

/** Reads a binary artefact; gives the reason where it is none, or a broken one. */
async function readBinary(
  content: Extract<Content, { kind: 'binary' }>,
  entry: Entry,
  context: () => ParserContext,
  readText: (bytes: AsyncGenerator<Uint8Array>) => Promise<undefined>,
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
  const whole = await gather(bytes, most, content.wrappers.length === 0 && entry.member === undefined ? entry.bytes : undefined);
  if (whole === undefined) {
    budget.hit('binary-size', entry.path, most, 'a binary file larger than that is not read', {
      read: 0,
      total: content.wrappers.length === 0 ? entry.bytes : undefined,
    });
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
