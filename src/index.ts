/** Goroner as a library. Importing it does nothing. */
export { type AnalyzeOptions, type Examination, analyze, examine } from './analyze.ts';
export { UsageError } from './bundle/entry.ts';
export { DEFAULT_LIMITS, type Limits } from './bundle/limits.ts';
export type { Certainty, Citation } from './evidence/citation.ts';
export { CaseFile } from './evidence/case-file.ts';
export type { Fact, FactDraft, FactOf, FactType } from './evidence/facts/index.ts';
export type { Fingerprint, FingerprintLevel, FrameNote } from './fingerprint/fingerprint.ts';
export type { Finding, EvidenceLine, Inconclusive, Refuted } from './matcher/finding.ts';
export { match, type MatchResult } from './matcher/match.ts';
export type { Signature } from './matcher/signature.ts';
export { loadSignatures } from './matcher/store.ts';
export type { Report } from './report/report.ts';
export { type SafeText, sanitize } from './text/safe-text.ts';
export type { BinaryParserModule, ParserContext, TextParser, TextParserModule } from '../parsers/parser.ts';
export { BINARY_PARSERS } from '../parsers/binary-registry.ts';
export { TEXT_PARSERS } from '../parsers/registry.ts';
