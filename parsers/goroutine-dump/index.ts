import type { ParserContext, TextParser, TextParserModule } from '../parser.ts';
import type { Line } from '../../src/text/line.ts';
import { createDumpReader } from './reader.ts';

/**
 * Reads goroutine dumps that no crash report frames: `/debug/pprof/goroutine?debug=2`, `runtime.Stack`, stacks in logs.
 * The crash parser reads the others through the same reader.
 */
export const goroutineDumpParser: TextParserModule = {
  name: 'goroutine-dump',
  create: (context: ParserContext): TextParser => {
    const reader = createDumpReader(context, {
      goroutine: () => {},
      dump: () => context.found('goroutine-dump'),
    });
    return {
      accept: (line: Line): boolean => reader.accept(line),
      end: (): void => reader.end(),
    };
  },
};
