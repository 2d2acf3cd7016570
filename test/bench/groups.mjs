import { join } from 'node:path';
import { TEXT_PARSERS } from '../../dist/parsers/registry.js';
import { measureCommand, measureNode } from './measure.mjs';

const HERE = import.meta.dirname;
const COMMAND = join(HERE, '../../bin/goroner.js');
/** Starts are short and scatter: so many of them a round. */
const STARTS = 5;

/** What is run over what, in the order in which it takes turns. A group is one input; `passes` how often a round goes through it. */
export function groupsOf(inputs, found, options) {
  const bound = { bound: options.bound, cap: options.cap, launcher: found.launcher };
  const node = (way, args) => ({ way, once: () => measureNode(args) });
  // Without anything loaded before the program: that alone costs as much as a start of Node does.
  const start = (way, args) => ({
    way,
    once: () => measureCommand({ command: process.execPath, args, codes: [0, 1], launcher: found.launcher }),
  });
  const peer = (way, run, check) =>
    run === undefined ? [] : [{ way, peer: true, check, once: () => measureCommand({ ...run, ...bound }) }];
  const profiling = options['cpu-prof'] === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${options['cpu-prof']}`];

  const readOnly = (path) => node('read only', [join(HERE, 'read-only.mjs'), path]);
  const library = (path) => node('library', [join(HERE, 'library.mjs'), path]);
  const command = (path) => node('command', [...profiling, COMMAND, path]);
  const json = (path) => node('command --json', [COMMAND, '--json', path]);
  const ways = (path) => [readOnly(path), library(path), json(path), command(path)];
  const gostackparse = ({ path, goroutines }) => [
    ...peer('gostackparse', found.gostackparse?.(path), readsAll(goroutines)),
    ...peer('gostackparse, grouped', found.gostackparseGrouped?.(path), readsAll(goroutines)),
  ];
  const marks = TEXT_PARSERS.flatMap(({ begins }) => begins ?? []);

  const RUNS = {
    clean: (input) => [...ways(input.path), ...gostackparse(input)],
    form: ({ path }) => [command(path)],
    distinct: (input) => [...ways(input.path), ...gostackparse(input)],
    small: (input) => [
      command(input.path),
      ...peer('panicparse', found.panicparse?.(input.path), readsAll(input.goroutines)),
      ...gostackparse(input),
    ],
    log: ({ path }) => [...ways(path), ...peer(found.scanner, found.scan?.(path, marks))],
    heap: ({ path }) => [
      ...ways(path),
      node('decode', [join(HERE, 'decode.mjs'), path]),
      ...peer('pprof -top', found.pprof?.('-top', path)),
      ...peer('pprof -raw', found.pprof?.('-raw', path)),
    ],
  };
  const small = inputs.filter(({ kind }) => kind === 'start');
  const starts = {
    name: '(start)',
    kind: 'start',
    size: 0,
    passes: STARTS,
    runs: [
      start('node -e 0', ['-e', '0']),
      start('command --version', [COMMAND, '--version']),
      ...small.map(({ name, path }) => start(`command --json ${name}`, [COMMAND, '--json', path])),
    ],
  };
  const files = inputs.filter(({ kind }) => kind !== 'start').map((input) => ({ ...input, passes: 1, runs: RUNS[input.kind](input) }));
  return small.length > 0 ? [starts, ...files] : files;
}

/** A peer that leaves goroutines out is not slower or faster, it does something else: what it says of itself is looked at. */
function readsAll(expected) {
  return (out) => {
    const { goroutines, errors } = JSON.parse(out);
    return goroutines === expected && errors === 0 ? undefined : `read ${goroutines} of ${expected} goroutines, ${errors} errors`;
  };
}

/** Measures all groups, one of each in turn, so that a busy moment of the machine does not fall on one of them alone. */
export async function measureAll(groups, rounds, onRound) {
  for (const { runs } of groups) for (const run of runs) run.results = [];
  for (let round = 1; round <= rounds; round += 1) {
    onRound(round);
    for (const { passes, runs } of groups)
      for (let pass = 0; pass < passes; pass += 1) for (const run of runs) run.results.push(await measure(run));
  }
}

/** A peer that failed once fails again: it is asked no more, so that it does not hold up the others. */
async function measure(run) {
  const before = run.results.at(-1);
  if (before?.failed !== undefined) return before;
  const result = await run.once();
  if (result.failed !== undefined && run.peer !== true) throw new Error(`${run.way} ${result.failed}`);
  const wrong = result.failed === undefined && !result.bounded ? run.check?.(result.out) : undefined;
  return wrong === undefined ? result : { failed: wrong };
}
