import { createReadStream, existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { criPieces } from './cri.mjs';
import { damagedPieces } from './damaged.mjs';
import { dumpPieces } from './dump.mjs';
import { heapProfile } from './heap-profile.mjs';
import { logPieces } from './log.mjs';
import { writePieces } from './write-pieces.mjs';

const MIB = 1024 * 1024;
/** Goroutines of the dump that panicparse gets: its time grows with their square. */
const SMALL = 2000;

/**
 * The inputs of the benchmark. `kind` says what is run over it and compared: `clean` is the large dump, `form` the same
 * dump in another form, `start` a file that is small enough for the start of Node to count.
 */
export function inputsOf({ goroutines, stacks, distinct, log, samples }) {
  const large = { goroutines, stacks };
  const name = `dump-${goroutines}-of-${stacks}`;
  const dump = (options) => () => dumpPieces(options);
  return [
    { kind: 'clean', name, goroutines, pieces: dump(large) },
    { kind: 'form', name: `${name}-sigquit`, pieces: dump({ ...large, sigquit: true }), times: 1 },
    { kind: 'form', name: `${name}-cri`, pieces: () => criPieces(dumpPieces(large)), times: 3 },
    { kind: 'form', name: `${name}-damaged`, pieces: () => damagedPieces(dumpPieces(large)), times: 3 },
    {
      kind: 'distinct',
      name: `dump-${distinct}-all-distinct`,
      goroutines: distinct,
      pieces: dump({ goroutines: distinct, stacks: distinct }),
    },
    { kind: 'small', name: `dump-${SMALL}-of-40`, goroutines: SMALL, pieces: dump({ goroutines: SMALL, stacks: 40 }) },
    { kind: 'start', name: 'dump-600-of-40', pieces: dump({ goroutines: 600, stacks: 40 }) },
    { kind: 'start', name: 'dump-12-of-6', pieces: dump({ goroutines: 12, stacks: 6 }) },
    { kind: 'log', name: `log-${log}-mib`, pieces: () => logPieces({ bytes: log * MIB }) },
    { kind: 'heap', name: `heap-${samples}.pb.gz`, bytes: () => heapProfile({ samples }) },
  ];
}

/** Writes an input unless it is there, and reads it once, so that all find it in the page cache. Returns it with path and size. */
export async function prepare(input, folder) {
  const path = join(folder, input.name);
  if (!existsSync(path)) {
    if (input.pieces !== undefined) writePieces(path, input.pieces());
    else writeFileSync(path, input.bytes());
  }
  for await (const chunk of createReadStream(path, { highWaterMark: MIB })) void chunk.length;
  return { ...input, path, size: statSync(path).size };
}
