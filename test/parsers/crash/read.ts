import { CaseFile } from '../../../src/evidence/case-file.ts';
import type { CrashFact } from '../../../src/evidence/facts/crash.ts';
import type { DumpFact, GoroutinesFact } from '../../../src/evidence/facts/dump.ts';
import { sanitize } from '../../../src/text/safe-text.ts';
import { type InspectableParser, createCrashParser } from '../../../parsers/crash/index.ts';
import type { ArtefactKind, ParserContext, Skipped } from '../../../parsers/parser.ts';

export interface Result {
  readonly crashes: readonly CrashFact[];
  readonly dumps: readonly DumpFact[];
  readonly groups: readonly GoroutinesFact[];
  readonly skipped: readonly Skipped[];
  readonly found: readonly ArtefactKind[];
  /** Numbers of the lines that the parser took. */
  readonly accepted: readonly number[];
}

/** A context that files facts in a case file. */
export function fakeContext(caseFile = new CaseFile(), found: ArtefactKind[] = [], skipped: Skipped[] = []): ParserContext {
  return {
    source: { path: sanitize('stderr.log'), scope: {}, salvaged: false },
    emit: (draft) => caseFile.add(draft),
    found: (kind) => void found.push(kind),
    skipped: (what) => void skipped.push(what),
  };
}

/** Reads lines to their end. */
export function readLines(lines: readonly string[]): Result {
  const caseFile = new CaseFile();
  const found: ArtefactKind[] = [];
  const skipped: Skipped[] = [];
  const accepted: number[] = [];
  const parser: InspectableParser = createCrashParser(fakeContext(caseFile, found, skipped));
  lines.forEach((text, at) => {
    if (parser.accept({ text, number: at + 1 })) accepted.push(at + 1);
  });
  parser.end();
  return { crashes: caseFile.of('crash'), dumps: caseFile.of('dump'), groups: caseFile.of('goroutines'), skipped, found, accepted };
}

/** Reads a text. */
export function readText(text: string): Result {
  return readLines(text.split('\n'));
}

/** The only crash of a text. */
export function crashOf(text: string): CrashFact {
  const { crashes } = readText(text);
  const [crash, ...others] = crashes;
  if (crash === undefined || others.length > 0) throw new Error(`${crashes.length} crashes in the text`);
  return crash;
}

/** A goroutine's stack: calls with their places, from the innermost, without a creator. */
export function stack(header: string, ...calls: readonly string[]): string {
  return [header, ...calls.flatMap((call, at) => [call, `\t${placeOf(call)}:${10 + at} +0x1d`])].join('\n');
}

function placeOf(call: string): string {
  if (call.startsWith('main.')) return '/src/app/main.go';
  const path = call.slice(0, call.indexOf('.', call.lastIndexOf('/', call.indexOf('(')) + 1));
  if (path === 'panic') return '/usr/local/go/src/runtime/panic.go';
  return path.includes('.') ? `/go/pkg/mod/${path}@v1.2.3/code.go` : `/usr/local/go/src/${path}/code.go`;
}

/** The stack of a main goroutine that runs. */
export const MAIN = stack('goroutine 1 [running]:', 'main.run(0x1)', 'main.main()');
