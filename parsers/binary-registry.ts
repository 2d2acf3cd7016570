import type { BinaryParserModule } from './parser.ts';
import { pprofParser } from './pprof/index.ts';

/** Parsers of binary artefacts, in the order in which they are tried. Loaded with the first binary file. */
export const BINARY_PARSERS: readonly BinaryParserModule[] = [pprofParser];
