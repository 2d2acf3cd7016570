/**
 * Measures the built command and the built library on inputs that it makes itself, and beside them other programs on the
 * same inputs. Prints a line an input and way of reading it (size, median time, throughput, processor time, which counts
 * where the machine is busy, peak memory), and a line for each comparison with its target. docs/benchmarks.md says how to read
 * it; `node test/bench/run.mjs --help` lists the options.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { groupsOf, measureAll } from './groups.mjs';
import { inputsOf, prepare } from './inputs.mjs';
import { readOptions } from './options.mjs';
import { findPeers } from './peers.mjs';
import { RATIO_HEAD, ratioCells, ratiosOf } from './ratios.mjs';
import { table } from './table.mjs';
import { TIMES_HEAD, timesCells } from './times.mjs';

const options = readOptions(process.argv.slice(2));
if (options !== undefined) await bench(options);

async function bench(options) {
  const own = mkdtempSync(join(tmpdir(), 'goroner-bench-'));
  const folder = options.dir ?? own;
  mkdirSync(folder, { recursive: true });
  const print = (text) => process.stdout.write(text);
  const load = () =>
    loadavg()
      .map((one) => one.toFixed(1))
      .join(' ');
  try {
    const found = findPeers({ ...options, folder: own });
    for (const line of found.lines) print(`${line}\n`);
    if (options.peers.length > 0) print(`a peer is stopped after ${options.bound} s and may have ${options.cap} MiB of address space\n`);
    const wanted = inputsOf(options).filter(({ name, kind }) => options.only.some((text) => name.includes(text) || kind === text));
    const inputs = [];
    for (const input of wanted) inputs.push(await prepare(input, folder));
    const groups = groupsOf(inputs, found, options);
    print(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, load ${load()}\n`);
    await measureAll(groups, options.rounds, (round) => {
      if (process.stderr.isTTY) process.stderr.write(`round ${round} of ${options.rounds}\n`);
    });
    print(table([TIMES_HEAD, ...groups.flatMap((group) => group.runs.map((run) => timesCells(group, run)))], 2));
    const ratios = ratiosOf(groups);
    if (ratios.length > 0) print(`\n${table([RATIO_HEAD, ...ratios.map(ratioCells)], 3)}`);
    print(`load at the end ${load()}\n`);
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
}
