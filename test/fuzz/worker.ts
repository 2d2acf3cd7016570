import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import type { Signature } from '../../src/matcher/signature.ts';
import { check, type Depth, type Failure, type Tools } from './check.ts';
import { readCorpus } from './corpus.ts';
import type { Message, Order } from './messages.ts';
import { minimise } from './minimise.ts';
import { makeCase } from './mutate.ts';
import { reportSchemaCheck } from './schema.ts';

const order = workerData as Order;
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, no window
const tell = (message: Message) => parentPort?.postMessage(message);
const at = new Int32Array(order.at);

const tools: Tools = {
  signatures: JSON.parse(readFileSync(join(order.root, 'dist/signatures.json'), 'utf8')) as readonly Signature[],
  invalid: reportSchemaCheck(order.root),
};
const [first, ...others] = order.directories.flatMap((directory) => readCorpus(directory, order.only));
if (first === undefined) throw new Error(`no file below ${order.directories.join(', ')} has ${JSON.stringify(order.only)} in its name`);
const corpus = [first, ...others] as const;

/** The same defect comes again and again: it is made small and told once. */
const known = new Set<string>();
const kindOf = ({ rule, detail }: Failure) =>
  `${rule}: ${detail.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""').replaceAll(/\d+/g, 'N')}`.slice(0, 120);

let slowest = { number: order.from, ms: 0, story: '' };
let reports = 0;
for (let number = order.from; number < order.from + order.runs; number += 1) {
  Atomics.store(at, 0, number);
  const one = makeCase(corpus, order.seed, number);
  const depth: Depth = { report: number % order.reports === 0, again: number % 4 === 1 };
  if (depth.report) reports += 1;
  const started = performance.now();
  const failure = await check(one, depth, tools);
  const ms = performance.now() - started;
  if (ms > slowest.ms) slowest = { number, ms, story: `${one.story}, ${one.bytes.length} bytes` };
  if (failure === undefined || known.has(kindOf(failure))) continue;
  known.add(kindOf(failure));
  const input = await minimise(one.bytes, async (bytes) => (await check({ ...one, bytes }, depth, tools))?.rule === failure.rule);
  const how = `chunks of ${one.chunk} bytes${Object.entries(one.limits)
    .map(([name, value]) => `, ${name} ${value}`)
    .join('')}`;
  tell({ kind: 'failed', number, story: one.story, failure: (await check({ ...one, bytes: input }, depth, tools)) ?? failure, input, how });
}
tell({ kind: 'done', slowest, reports });
