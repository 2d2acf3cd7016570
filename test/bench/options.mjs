import { parseArgs } from 'node:util';
import { PEERS } from './peers.mjs';

const HELP = `Usage: npm run bench -- [options]

  --goroutines N   goroutines of the large dump (100000; 1000000 is 1.6 GB)
  --stacks N       distinct stacks of it (300)
  --distinct N     goroutines of the dump in which every stack is another (10000)
  --log MIB        size of the log (512)
  --samples N      samples of the heap profile (100000)
  --rounds N       runs of each (5); the median counts
  --only TEXT      only inputs whose name contains this, or whose kind is it; or one
                   of several, with commas: start, clean, form, distinct, small, log, heap
  --dir DIR        keep the inputs here, and use those that are there
  --cpu-prof DIR   write CPU profiles of the command's runs here
  --peers LIST     other programs to run beside: all (the default), none, or some of ${PEERS.join(',')}
  --rg PATH        ripgrep, where it is not on PATH
  --bound SECONDS  a peer is stopped after this time (60)
  --cap MIB        address space that a peer may have (8192)
`;

/** The options of the benchmark, or undefined where help was asked for and printed. */
export function readOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      goroutines: { type: 'string', default: '100000' },
      stacks: { type: 'string', default: '300' },
      distinct: { type: 'string', default: '10000' },
      log: { type: 'string', default: '512' },
      samples: { type: 'string', default: '100000' },
      rounds: { type: 'string', default: '5' },
      only: { type: 'string', default: '' },
      dir: { type: 'string' },
      'cpu-prof': { type: 'string' },
      peers: { type: 'string', default: 'all' },
      rg: { type: 'string' },
      bound: { type: 'string', default: '60' },
      cap: { type: 'string', default: '8192' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return undefined;
  }
  return {
    ...values,
    ...Object.fromEntries(
      ['goroutines', 'stacks', 'distinct', 'log', 'samples', 'rounds', 'bound', 'cap'].map((name) => [
        name,
        wholeNumber(name, values[name]),
      ]),
    ),
    only: values.only.split(','),
    peers: peersOf(values.peers),
  };
}

function wholeNumber(name, text) {
  if (!/^[1-9]\d*$/.test(text)) throw new Error(`--${name} takes a whole number from 1, not ${text}`);
  return Number(text);
}

function peersOf(text) {
  if (text === 'all') return PEERS;
  if (text === 'none') return [];
  const names = text.split(',');
  const unknown = names.find((name) => !PEERS.includes(name));
  if (unknown !== undefined) throw new Error(`--peers knows all, none, ${PEERS.join(', ')}, not ${unknown}`);
  return names;
}
