import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { examine } from '../../../../src/analyze.ts';
import type { Answer } from './answer.ts';
import { goAnswer } from './go-answer.ts';
import { ourAnswer } from './our-answer.ts';
import { goTextAnswer, ourTextAnswers, type TextAnswer } from './text-answer.ts';
import { textProfiles } from './text-profiles.ts';

/** What a reader says of a file: of a profile in protobuf form, or of all in text form that stand in it. */
export type FileAnswer = Answer | readonly TextAnswer[];

const KEYS: ReadonlySet<number> = new Set([0x0a, 0x12, 0x1a, 0x22, 0x2a, 0x32, 0x48, 0x50, 0x5a, 0x60]);
/** Text profiles are small; larger files are logs and dumps. */
const MOST_TEXT = 64 << 20;

/** Our answer; undefined where the file is no profile. */
export async function answerOf(path: string): Promise<FileAnswer | undefined> {
  const bytes = readFileSync(path);
  const binary = ourAnswer(bytes);
  if (binary !== undefined) return binary;
  if (textOf(bytes) === undefined) return undefined;
  const { caseFile } = await examine([path]);
  return ourTextAnswers(caseFile);
}

/** Go's answer; undefined where the file is no profile. Throws where pprof refuses it. */
export function goAnswerOf(pprof: string, path: string): FileAnswer | undefined {
  const text = textOf(readFileSync(path));
  if (text !== undefined) return textProfiles(text).map((one) => goTextAnswer(pprof, one));
  return isProto(path) ? goAnswer(pprof, path) : undefined;
}

/** The text of a file with profiles in text form. */
function textOf(bytes: Buffer): string | undefined {
  if (bytes.length > MOST_TEXT || bytes.includes(0)) return undefined;
  const text = bytes.toString();
  return textProfiles(text).length > 0 ? text : undefined;
}

/** Not by our own reader: a key of a field that profiles begin with (sample or period type, sample, mapping, text), and bytes that no text has. */
function isProto(path: string): boolean {
  let bytes = readFileSync(path);
  try {
    if (bytes[0] === 0x1f && bytes[1] === 0x8b) bytes = gunzipSync(bytes);
  } catch {
    return false;
  }
  return KEYS.has(bytes[0] ?? 0) && bytes.subarray(0, 32).some((byte) => byte < 0x09);
}
