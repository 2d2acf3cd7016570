/**
 * Measures the built command and the built library on inputs that it makes itself. Prints one line an input and way of
 * reading it: size, median time, throughput, processor time (which counts where the machine is busy), peak memory. `node test/bench/run.mjs --help` lists the options.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { dumpPieces } from './dump.mjs';
import { heapProfile } from './heap-profile.mjs';
import { logPieces } from './log.mjs';
import { writePieces } from './write-pieces.mjs';

const HERE = import.meta.dirname;
const COMMAND = join(HERE, '../../bin/goroner.js');

const HELP = `Usage: npm run bench -- [options]

  --goroutines N   goroutines of the large dump (100000; 1000000 is 1.6 GB)
  --stacks N       distinct stacks of it (300)
  --distinct N     goroutines of the dump in which every stack is another (10000)
  --log MIB        size of the log (512)
  --samples N      samples of the heap profile (100000)
  --rounds N       runs of each (3); the median counts
  --only TEXT      only the inputs whose name contains this
  --dir DIR        keep the inputs here, and use those that are there
  --cpu-prof DIR   write CPU profiles of the command's runs here
`;

const { values: options } = parseArgs({
  options: {
    goroutines: { type: 'string', default: '100000' },
    stacks: { type: 'string', default: '300' },
    distinct: { type: 'string', default: '10000' },
    log: { type: 'string', default: '512' },
    samples: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '3' },
    only: { type: 'string', default: '' },
    dir: { type: 'string' },
    'cpu-prof': { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (options.help) {
  process.stdout.write(HELP);
  process.exit(0);
}

const goroutines = Number(options.goroutines);
const stacks = Number(options.stacks);
const distinct = Number(options.distinct);
const MIB = 1024 * 1024;

const INPUTS = [
  { name: `dump-${goroutines}-of-${stacks}`, make: (path) => writePieces(path, dumpPieces({ goroutines, stacks })) },
  { name: `dump-${distinct}-all-distinct`, make: (path) => writePieces(path, dumpPieces({ goroutines: distinct, stacks: distinct })) },
  { name: 'dump-600-of-40', make: (path) => writePieces(path, dumpPieces({ goroutines: 600, stacks: 40 })) },
  { name: `log-${options.log}-mib`, make: (path) => writePieces(path, logPieces({ bytes: Number(options.log) * MIB })) },
  { name: `heap-${options.samples}.pb.gz`, make: (path) => writeFileSync(path, heapProfile({ samples: Number(options.samples) })) },
].filter(({ name }) => name.includes(options.only));

const WAYS = [
  { name: 'read only', args: (path) => [join(HERE, 'read-only.mjs'), path] },
  { name: 'library', args: (path) => [join(HERE, 'library.mjs'), path] },
  { name: 'command', args: (path) => [...profiling(), COMMAND, path] },
  { name: 'command --json', args: (path) => [COMMAND, '--json', path] },
];

function profiling() {
  return options['cpu-prof'] === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${options['cpu-prof']}`];
}

/** Runs Node once: milliseconds on the wall clock and of processors, and peak memory in bytes. */
function measure(args) {
  const env = { ...process.env };
  // Certificates cost every start of Node some 35 ms.
  delete env.NODE_EXTRA_CA_CERTS;
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(process.execPath, ['--import', join(HERE, 'measured.mjs'), ...args], {
      env,
      stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
    });
    let told = '';
    child.stdio[3].on('data', (text) => (told += text));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0 || code === 1) resolve({ ms: performance.now() - started, ...JSON.parse(told) });
      else reject(new Error(`${args.join(' ')} ended with ${code}`));
    });
  });
}

function median(numbers) {
  const ordered = numbers.toSorted((a, b) => a - b);
  return ordered[Math.floor(ordered.length / 2)] ?? 0;
}

function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) => row.map((cell, i) => (i < 2 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  ')).join('\n');
}

const load = () =>
  loadavg()
    .map((one) => one.toFixed(1))
    .join(' ');

const keep = options.dir !== undefined;
const folder = options.dir ?? mkdtempSync(join(tmpdir(), 'goroner-bench-'));
mkdirSync(folder, { recursive: true });
try {
  for (const { name, make } of INPUTS) if (!existsSync(join(folder, name))) make(join(folder, name));
  const runs = [
    { input: '(start)', way: 'node -e 0', args: ['-e', '0'], bytes: 0 },
    { input: '(start)', way: 'command --version', args: [COMMAND, '--version'], bytes: 0 },
    ...INPUTS.flatMap(({ name }) => {
      const path = join(folder, name);
      return WAYS.map((way) => ({ input: name, way: way.name, args: way.args(path), bytes: statSync(path).size }));
    }),
  ].map((run) => ({ ...run, results: [] }));
  process.stdout.write(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, load ${load()}\n`);
  // One of each in turn, so that a busy moment of the machine does not fall on one of them alone.
  for (let round = 0; round < Number(options.rounds); round += 1) for (const run of runs) run.results.push(await measure(run.args));
  const lines = runs.map(({ input, way, bytes, results }) => {
    const of = (field) => median(results.map((one) => one[field]));
    const ms = of('ms');
    return [
      input,
      way,
      bytes === 0 ? '' : `${(bytes / MIB).toFixed(1)} MiB`,
      `${(ms / 1000).toFixed(2)} s`,
      bytes === 0 ? '' : `${(bytes / MIB / (ms / 1000)).toFixed(0)} MiB/s`,
      `${(of('cpu') / 1000).toFixed(2)} s`,
      `${(of('rss') / MIB).toFixed(0)} MiB`,
    ];
  });
  process.stdout.write(
    `${table([['input', 'way', 'size', 'median', 'throughput', 'CPU', 'peak RSS'], ...lines])}\nload at the end ${load()}\n`,
  );
} finally {
  if (!keep) rmSync(folder, { recursive: true, force: true });
}
