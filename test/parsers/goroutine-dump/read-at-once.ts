import { createCrashParser } from '../../../parsers/crash/index.ts';
import type { KeptApart } from '../../../parsers/parser.ts';
import { LineSplitter } from '../../../src/bundle/lines.ts';
import { Unwrapper } from '../../../src/bundle/unwrap/unwrapper.ts';
import { CaseFile } from '../../../src/evidence/case-file.ts';
import { sanitize } from '../../../src/text/safe-text.ts';

/**
 * Reads a text in chunks, through the unwrapper as a file is read; `atOnce`: with what is read from its bytes. Gives the facts, and how many
 * lines were taken at once.
 */
export function readAtOnce(text: string, atOnce: boolean, chunkBytes = 1 << 20, apart?: KeptApart) {
  const caseFile = new CaseFile();
  const parser = createCrashParser({
    source: { path: sanitize('dump.txt'), scope: {}, salvaged: false },
    emit: (draft) => caseFile.add(draft),
    found: () => undefined,
    skipped: () => undefined,
    ...(apart === undefined ? {} : { apart }),
  });
  let taken = 0;
  const takeBytes = (chunk: Buffer, start: number, number: number) => {
    const result = parser.takeBytes?.(chunk, start, number) ?? { bytes: 0, lines: 0 };
    taken += result.lines;
    return result;
  };
  const unwrapper = new Unwrapper({
    open: () => ({
      line: (line) => void parser.accept(line),
      end: () => parser.end(),
      ...(atOnce ? { takeBytes, resumes: () => parser.resumes === true } : {}),
    }),
    mostCharacters: 1 << 24,
    mostStreams: 10,
    onLimit: () => undefined,
  });
  const splitter = new LineSplitter(
    1 << 20,
    (line) => unwrapper.push(line),
    () => undefined,
    undefined,
    (chunk, start, number) => unwrapper.takeBytes(chunk, start, number),
  );
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += chunkBytes) splitter.push(bytes.subarray(at, at + chunkBytes));
  splitter.end();
  unwrapper.end();
  return { facts: caseFile.all, taken };
}
