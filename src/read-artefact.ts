import { BINARY_PARSERS, TEXT_PARSERS } from '../parsers/registry.ts';
import type { ParserContext, Skipped } from '../parsers/parser.ts';
import { type Content, openContent } from './bundle/content.ts';
import type { Entry } from './bundle/entry.ts';
import type { Budget } from './bundle/limits.ts';
import { LineSplitter } from './bundle/lines.ts';
import { systemReason } from './bundle/system-reason.ts';
import { Unwrapper } from './bundle/unwrap/unwrapper.ts';
import type { CaseFile } from './evidence/case-file.ts';
import type { Scope } from './evidence/scope.ts';
import type { Artifact } from './report/report.ts';
import { type SafeText, sanitize } from './text/safe-text.ts';

/** What reading one file came to, beside the facts in the case file. */
export interface ArtefactResult {
  readonly artifact: Artifact;
  readonly skipped: readonly Skipped[];
}

/** Reads one file of the bundle into the case file. Never throws: what goes wrong is said of the artefact. */
export async function readArtefact(entry: Entry, caseFile: CaseFile, budget: Budget): Promise<ArtefactResult> {
  const kinds = new Set<string>();
  const skipped: Skipped[] = [];
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
    skipped,
  });
  try {
    const content = await openContent(entry, budget);
    wrappers = content.wrappers;
    if (content.kind === 'empty') return result('passed-over', content.damage() ?? 'empty');
    if (content.kind === 'other') return result('passed-over', content.reason);
    const context = (damaged: boolean, scope: Scope = {}): ParserContext => ({
      source: { path: entry.path, scope, salvaged: damaged },
      emit: (draft) => caseFile.add(draft),
      found: (kind) => kinds.add(kind),
      skipped: (what) => skipped.push(what),
    });
    if (content.kind === 'text') {
      const unwrapper = createUnwrapper(entry.path, (scope) => context(false, scope), budget);
      await readText(content.bytes, entry.path, unwrapper, budget).finally(() => (wrappers = [...content.wrappers, ...unwrapper.wrappers]));
    } else {
      const problem = await readBinary(content, entry, context, budget);
      if (problem !== undefined) return result(kinds.size > 0 ? 'damaged' : 'passed-over', problem);
    }
    const damage = content.damage();
    if (damage !== undefined) return result('damaged', damage);
    return kinds.size > 0 ? result('read') : result('passed-over', 'text with nothing of Go’s in it');
  } catch (error) {
    // A file may vanish or turn unreadable at any moment; what was read of it before stays in the case file.
    return result('unreadable', systemReason(error));
  }
}

/** Peels wrappers off lines; every stream below them has parsers of its own. */
function createUnwrapper(path: SafeText, context: (scope: Scope) => ParserContext, budget: Budget): Unwrapper {
  const { limits } = budget;
  return new Unwrapper({
    open: (scope) => {
      const parsers = TEXT_PARSERS.map((module) => module.create(context(scope)));
      return {
        line: (line) => {
          for (const parser of parsers) if (parser.accept(line)) return;
        },
        end: () => {
          for (const parser of parsers) parser.end();
        },
      };
    },
    mostCharacters: limits.heldBytes,
    mostStreams: limits.streams,
    onLimit: (what, limit, detail) => budget.hit(what, path, limit, detail),
  });
}

async function readText(bytes: AsyncIterable<Uint8Array>, path: SafeText, unwrapper: Unwrapper, budget: Budget): Promise<void> {
  const splitter = new LineSplitter(
    budget.limits.lineBytes,
    (line) => unwrapper.push(line),
    (number, length) =>
      budget.hit('line-length', path, budget.limits.lineBytes, `line ${number} has ${length} bytes: its middle was not read`),
  );
  try {
    for await (const chunk of bytes) splitter.push(chunk);
  } finally {
    // A source that fails half-way has still told something.
    splitter.end();
    unwrapper.end();
  }
}

/** Reads a binary artefact; gives the reason where it is none, or a broken one. */
async function readBinary(
  content: Extract<Content, { kind: 'text' | 'binary' }>,
  entry: Entry,
  context: (damaged: boolean) => ParserContext,
  budget: Budget,
): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of content.bytes) {
    length += chunk.length;
    if (length > budget.limits.binaryBytes) {
      budget.hit('binary-size', entry.path, budget.limits.binaryBytes, 'a binary file larger than that is not read');
      return 'a binary file that is larger than the limit';
    }
    chunks.push(chunk);
  }
  const bytes = Buffer.concat(chunks);
  const ready = context(content.damage() !== undefined);
  for (const parser of BINARY_PARSERS) {
    const parsed = parser.parse(bytes, ready);
    if (parsed.kind === 'ok') return undefined;
    if (parsed.kind === 'malformed') return `a damaged ${parser.name} file: ${parsed.reason} at byte ${parsed.at}`;
  }
  return 'binary data of no known kind';
}
