import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';

const ROOT = join(import.meta.dirname, '..', '..');
const BIN = join(ROOT, 'bin', 'goroner.js');
const PEAK = join(import.meta.dirname, 'peak.cjs');

/** What one run of the built command came to. */
export interface CommandRun {
  /** Exit code; undefined where it was killed, because its time was up or by the system. */
  readonly code: number | undefined;
  readonly stderr: string;
  readonly seconds: number;
  /** Seconds of processor time: on a busy machine a run takes many times as long. Undefined where it was killed. */
  readonly processor: number | undefined;
  /** Bytes of memory at most; undefined where the system does not say. */
  readonly peak: number | undefined;
}

/** Runs the built command as its users do; its output goes through a pipe into a file, for some of it is long. */
export async function runCommand(args: readonly string[], output: string, mostSeconds: number): Promise<CommandRun> {
  const start = performance.now();
  const child = spawn(process.execPath, ['--require', PEAK, BIN, ...args], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], HOME: ROOT, LANG: 'C.UTF-8' },
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), mostSeconds * 1000);
  const file = createWriteStream(output);
  (child.stdout as Readable).pipe(file);
  const texts = Promise.all([child.stderr, child.stdio[3]].map((stream) => textOf(stream as Readable)));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  clearTimeout(timer);
  await finished(file);
  const [stderr = '', peak = ''] = await texts;
  const [kib = Number.NaN, processor] = peak.split(' ').map(Number);
  return {
    code: code ?? undefined,
    stderr,
    seconds: (performance.now() - start) / 1000,
    processor,
    peak: Number.isNaN(kib) ? undefined : kib * 1024,
  };
}

/** As Latin-1 would hide broken UTF-8: the bytes are decoded strictly by who looks at them. */
async function textOf(stream: Readable): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks).toString('utf8');
}
