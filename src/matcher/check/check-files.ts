import type { Signature } from '../signature.ts';
import { type ParsedFile, parseSignature } from './parse.ts';
import { type Problem, inReadingOrder } from './problem.ts';
import { checkRules } from './rules.ts';
import { checkSet } from './set-rules.ts';

/** A signature file as it stands on disk. */
export interface SignatureFile {
  /** Relative to the directory of signatures, with `/`: `channels/send-on-closed-channel.yaml`. */
  readonly path: string;
  readonly text: string;
}

export interface CheckedSignatures {
  /** Those without a problem, by id. */
  readonly signatures: readonly Signature[];
  /** In reading order. */
  readonly problems: readonly Problem[];
}

/**
 * Checks the files of a set of signatures. Pure; never throws.
 *
 * @param others Signatures that are there already: their ids are taken, and may be named.
 */
export function checkFiles(files: readonly SignatureFile[], others: readonly Signature[] = []): CheckedSignatures {
  const parsed: ParsedFile[] = [];
  const problems: Problem[] = [];
  for (const { path, text } of files) {
    const result = parseSignature(text, path);
    if (result.ok) parsed.push(result.file);
    else problems.push(...result.problems);
  }
  for (const file of parsed) problems.push(...checkRules(file));
  problems.push(...checkSet(parsed, others));
  const broken = new Set(problems.map(({ path }) => path));
  const signatures = parsed.filter(({ path }) => !broken.has(path)).map(({ signature }) => signature);
  return { signatures: signatures.toSorted((a, b) => (a.id < b.id ? -1 : 1)), problems: inReadingOrder(problems) };
}
