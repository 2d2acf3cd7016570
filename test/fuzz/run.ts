/**
 * Breaks the samples at random and checks what must hold of any input. The same seed gives the same cases. `npm run fuzz -- --help` lists the
 * options.
 */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import type { Message, Order } from './messages.ts';

const HELP = `Usage: npm run fuzz -- [options]

  --runs N      cases (10000)
  --seed S      the seed (1): the same seed gives the same cases, over the same files
  --from N      number of the first case (0): with --runs 1, one case again
  --only TEXT   only files whose name contains this
  --corpus DIR  files of this directory as well; may be repeated
  --reports N   every so many cases the report is made and checked, too (8)
`;

/** A case that takes longer than this is taken for one that never ends. */
const HANG_MS = 60_000;
/** Stands for the number of the case while the corpus is being read. */
const NOT_YET = -1;
/** Cases after which the number is told. */
const TELL_EVERY = 10_000;
/** What a case may take of memory, the runner included. */
const HEAP_MIB = 1024;

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
    only: { type: 'string', default: '' },
    corpus: { type: 'string', multiple: true, default: [] },
    reports: { type: 'string', default: '8' },
    help: { type: 'boolean', default: false },
  },
});

const root = process.cwd();
const seed = Number(values.seed);
const end = Number(values.from) + Number(values.runs);
const at = new SharedArrayBuffer(4);
let folder: string | undefined;
let findings = 0;
let reports = 0;
let slowest = { number: 0, ms: 0, story: 'none' };

function onFailed({ number, story, failure, input, how }: Extract<Message, { kind: 'failed' }>): void {
  findings += 1;
  folder ??= mkdtempSync(join(tmpdir(), 'goroner-fuzz-'));
  const file = join(folder, `seed-${seed}-case-${number}`);
  writeFileSync(file, input);
  console.log(
    `FAILED ${failure.rule}\n  ${failure.detail.replaceAll('\n', '\n  ')}\n  --seed ${seed} --from ${number} --runs 1, ${how}\n  ${story}\n  ${file}`,
  );
}

/** Runs cases from one on in a thread of their own; gives the number of the case to go on with. */
function runFrom(from: number): Promise<number> {
  const order: Order = {
    root,
    directories: [join(root, 'samples/incidents'), ...values.corpus],
    only: values.only,
    seed,
    from,
    runs: end - from,
    reports: Number(values.reports),
    at,
  };
  const running = new Int32Array(at);
  running[0] = NOT_YET;
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('worker.js', import.meta.url), {
      workerData: order,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB },
    });
    let last = { number: NOT_YET, since: performance.now() };
    let over = false;
    const lost = (what: string) => {
      if (over) return;
      over = true;
      const number = Atomics.load(running, 0);
      findings += 1;
      console.log(`FAILED ${what}\n  --seed ${seed} --from ${number} --runs 1`);
      clearInterval(watch);
      void worker.terminate().then(() => resolve(number + 1));
    };
    let next = TELL_EVERY;
    const watch = setInterval(() => {
      const number = Atomics.load(running, 0);
      if (number - from >= next) {
        next = number - from + TELL_EVERY;
        console.error(`… case ${number}`);
      }
      if (number !== last.number) last = { number, since: performance.now() };
      else if (number !== NOT_YET && performance.now() - last.since > HANG_MS) lost(`no end: more than ${HANG_MS / 1000} s`);
    }, 1000);
    worker.on('message', (message: Message) => {
      if (message.kind === 'failed') onFailed(message);
      else {
        clearInterval(watch);
        reports += message.reports;
        if (message.slowest.ms > slowest.ms) slowest = message.slowest;
        resolve(end);
      }
    });
    worker.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') lost(`memory: more than ${HEAP_MIB} MiB`);
      else {
        clearInterval(watch);
        reject(error);
      }
    });
  });
}

if (values.help) process.stdout.write(HELP);
else {
  const started = performance.now();
  for (let next = Number(values.from); next < end;) next = await runFrom(next);
  const seconds = (performance.now() - started) / 1000;
  console.log(
    `${values.runs} cases of seed ${seed} in ${seconds.toFixed(0)} s (${(Number(values.runs) / seconds).toFixed(0)}/s), ${reports} with a report: ${findings === 0 ? 'everything holds' : `${findings} kinds of failure`}\n` +
      `slowest: case ${slowest.number}, ${slowest.ms.toFixed(0)} ms (${slowest.story}); peak memory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB`,
  );
  if (findings > 0) process.exitCode = 1;
}
