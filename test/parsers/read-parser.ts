import type { ArtefactKind, Skipped, TextParserModule } from '../../parsers/parser.ts';
import { CaseFile } from '../../src/evidence/case-file.ts';
import { trusted } from '../../src/text/safe-text.ts';

/** What a text parser makes of lines. */
export interface ParserResult {
  readonly caseFile: CaseFile;
  readonly skipped: readonly Skipped[];
  readonly found: ReadonlySet<ArtefactKind>;
  /** Numbers of the lines that it took. */
  readonly taken: readonly number[];
}

/** Offers every line to the parsers, each to the first that takes it, as a file is read. */
export function readWith(modules: readonly TextParserModule[], lines: readonly string[]): ParserResult {
  const caseFile = new CaseFile();
  const skipped: Skipped[] = [];
  const found = new Set<ArtefactKind>();
  const parsers = modules.map((module) =>
    module.create({
      source: { path: trusted('app.log'), scope: {}, salvaged: false },
      emit: (draft) => caseFile.add(draft),
      found: (kind) => found.add(kind),
      skipped: (what) => skipped.push(what),
    }),
  );
  const taken: number[] = [];
  lines.forEach((text, index) => {
    const line = { text, number: index + 1 };
    const by = parsers.findIndex((parser) => parser.accept(line));
    if (by === 0) taken.push(line.number);
  });
  for (const parser of parsers) parser.end();
  return { caseFile, skipped, found, taken };
}
