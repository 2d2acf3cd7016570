import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { analyze } from '../../src/analyze.ts';
import type { Signature } from '../../src/matcher/signature.ts';
import type { Report } from '../../src/report/report.ts';

export interface Many {
  readonly count: number;
  /** Id of the first one; the others follow. */
  readonly from: number;
  readonly creator: string;
  /** The goroutine that started the one with this number; none is printed where it is absent (Go ≤ 1.20). */
  readonly by?: (index: number) => number;
  readonly minutes?: number;
  readonly frames?: readonly string[];
  readonly state?: string;
  /** Line of the calls. */
  readonly line?: number;
}

/** Goroutines that wait at the same place, as a dump prints them. */
export function many({ count, from, creator, by, minutes, frames = ['main.await'], state = 'chan receive', line = 40 }: Many): string {
  const calls = frames.map((name) => `${name}(...)\n\t/src/app/main.go:${line} +0x31`).join('\n');
  return Array.from({ length: count }, (_, index) => {
    const age = minutes === undefined ? '' : `, ${minutes} minutes`;
    const starter = by === undefined ? '' : ` in goroutine ${by(index)}`;
    return `goroutine ${from + index} [${state}${age}]:\n${calls}\ncreated by ${creator}${starter}\n\t/src/app/main.go:50 +0x6f\n`;
  }).join('\n');
}

const MAIN = `goroutine 1 [running]:
runtime/pprof.writeGoroutineStacks({0x7d04e0, 0xc00028ad20})
	/usr/local/go/src/runtime/pprof/pprof.go:819 +0x6b
main.main()
	/src/app/main.go:30 +0xe6
`;

/** A line after a dump: it shows that the dump is whole. */
const AFTER = '\n2026/11/02 10:11:12 goroutines written\n';

/** What signatures say of these dumps, taken one after the other: the confidence of each finding, a suspicion, or nothing. */
export async function saysOf(signatures: readonly Signature[], ...dumps: readonly (readonly string[])[]): Promise<string> {
  const { findings, inconclusive } = await reportOf(signatures, dumps);
  const found = findings.map(({ confidence, score }) => `${confidence} ${score}`);
  return [...found, ...(inconclusive.length === 0 ? [] : ['suspicion'])].join(', ') || 'nothing';
}

/** What signatures find in these dumps, taken one after the other: `http-body-leak strong`. */
export async function namesOf(signatures: readonly Signature[], ...dumps: readonly (readonly string[])[]): Promise<readonly string[]> {
  const { findings } = await reportOf(signatures, dumps);
  return findings.map(({ signature, confidence }) => `${signature} ${confidence}`);
}

async function reportOf(signatures: readonly Signature[], dumps: readonly (readonly string[])[]): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'goroner-leak-'));
  try {
    dumps.forEach((parts, index) => writeFileSync(join(folder, `goroutines-${index + 1}.txt`), [MAIN, ...parts, AFTER].join('\n')));
    return await analyze([folder], { signatures });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const byMain = () => 1;
/** Started by goroutines that are not in the dump. */
export const byGone = (index: number) => 900_000 + index;
/** Started by the goroutines of `working`. */
export const byWorking = (index: number) => 20_000 + index;
export const working = (count: number): string =>
  many({ count, from: 20_000, creator: 'main.listen', frames: ['main.serve'], state: 'select', by: byMain });
