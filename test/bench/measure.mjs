import { spawn } from 'node:child_process';
import { join } from 'node:path';

const MEASURED = join(import.meta.dirname, 'measured.mjs');

/** The environment of what is measured: certificates cost every start of Node some 35 ms, options and coverage more. */
export function cleanEnvironment() {
  const { NODE_EXTRA_CA_CERTS: _certificates, NODE_OPTIONS: _options, NODE_V8_COVERAGE: _coverage, ...rest } = process.env;
  return rest;
}

/** Runs Node once: `ms` on the wall clock, `cpu` in ms of processors, `rss` the peak of memory in bytes. */
export async function measureNode(args) {
  const { ms, code, texts, stderr } = await run(process.execPath, ['--import', MEASURED, ...args], ['ignore', 'ignore', 'pipe', 'pipe']);
  if (code !== 0 && code !== 1) throw new Error(`${args.join(' ')} ended with ${code}\n${stderr}`);
  return { ms, ...JSON.parse(texts[3]) };
}

/**
 * Runs any command once. `launcher` is the built `peers` program, which measures and keeps the bounds; without it only the time is known,
 * and the time bound is kept here. `failed` says why a run does not count, `bounded` that it was stopped.
 */
export async function measureCommand({ command, args, env = {}, codes = [0], bound, cap, launcher }) {
  if (launcher === undefined) {
    const { ms, code, signal, texts } = await run(command, args, ['ignore', 'pipe', 'pipe'], env, bound);
    return judge({ ms, code, bounded: signal !== null, out: texts[1], err: texts[2] }, codes);
  }
  const limits = [...(bound === undefined ? [] : ['-bound', `${bound}s`]), ...(cap === undefined ? [] : ['-cap', String(cap)])];
  const { code, texts } = await run(launcher, ['measure', ...limits, '--', command, ...args], ['ignore', 'pipe', 'pipe'], env);
  if (code !== 0) return { failed: firstLine(texts[2]) };
  return judge(JSON.parse(texts[1]), codes);
}

function judge({ ms, cpu, rss, code, bounded, out, err }, codes) {
  if (!bounded && !codes.includes(code)) return { failed: `ended with ${code}: ${firstLine(err)}` };
  return { ms, cpu, rss, bounded, out };
}

const firstLine = (text) => text.trim().split('\n', 1)[0];

/** Starts a process and waits for its end. `texts` is what came through each pipe. */
function run(command, args, stdio, env = {}, bound) {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(command, args, {
      env: { ...cleanEnvironment(), ...env },
      stdio,
      ...(bound === undefined ? {} : { timeout: bound * 1000, killSignal: 'SIGKILL' }),
    });
    const texts = stdio.map(() => '');
    for (const [i, stream] of child.stdio.entries()) stream?.on('data', (text) => (texts[i] += text));
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ ms: performance.now() - started, code, signal, texts, stderr: texts[2] }));
  });
}
