import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Signature } from '../../src/matcher/signature.ts';
import { findingsOf, readFiles, readIncident } from './bundle.ts';
import { losses, LOSS_KINDS } from './loss.ts';
import { isFailure, moreSure } from './more-sure.ts';

const HELP = `Usage: npm run losses -- [options]

Takes parts of every text of every sample away, everywhere, and checks that less never gives a surer finding than the whole.

  --only TEXT    only incidents whose name contains this
  --kinds LIST   of ${LOSS_KINDS.join(',')} (all)
  --every N      only one place in N (1)
  --part I/N     only the incidents of one part of N, for several processes
  --new          tell findings, too, that are new and not strong, or raised by a hole
`;

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    kinds: { type: 'string', default: LOSS_KINDS.join(',') },
    every: { type: 'string', default: '1' },
    part: { type: 'string', default: '0/1' },
    new: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

/** Places of one complaint that are told. */
const TOLD = 3;
const TELL_EVERY_MS = 20_000;

async function run(): Promise<void> {
  const incidents = join(process.cwd(), 'samples/incidents');
  const signatures = JSON.parse(readFileSync(join(process.cwd(), 'dist/signatures.json'), 'utf8')) as readonly Signature[];
  const [part = 0, parts = 1] = values.part.split('/').map(Number);
  const names = readdirSync(incidents, { withFileTypes: true })
    .filter((one) => one.isDirectory() && one.name.includes(values.only))
    .map(({ name }) => name)
    .toSorted()
    .filter((_, i) => i % parts === part);
  const started = performance.now();
  const places = new Map<string, number>();
  let done = 0;
  let told = started;
  const complaints = new Map<string, { count: number; where: string[]; detail: string }>();
  for (const name of names) {
    const files = readIncident(join(incidents, name));
    const whole = findingsOf(await readFiles(files), signatures);
    for (const file of files) {
      if (file.bytes.includes(0) || file.bytes[0] === 0x1f) continue;
      const others = await readFiles(files.filter((one) => one !== file));
      for (const kind of LOSS_KINDS.filter((one) => values.kinds.split(',').includes(one))) {
        let number = 0;
        for (const loss of losses(file.bytes.toString('latin1'), kind)) {
          if (number++ % Number(values.every) !== 0) continue;
          places.set(kind, (places.get(kind) ?? 0) + 1);
          const caseFile = await readFiles([{ name: file.name, bytes: Buffer.from(loss.text, 'latin1') }], others);
          for (const one of moreSure(whole, findingsOf(caseFile, signatures))) {
            if (!isFailure(kind, one) && !values.new) continue;
            const key = `${one.kind} ${one.signature}: ${name}/${file.name}, ${kind}`;
            const known = complaints.get(key);
            if (known === undefined) console.error(`${key}, ${loss.where}: ${one.detail}`);
            if (known === undefined) complaints.set(key, { count: 1, where: [loss.where], detail: one.detail });
            else {
              known.count++;
              if (known.where.length < TOLD) known.where.push(loss.where);
            }
          }
        }
      }
    }
    done++;
    if (performance.now() - told > TELL_EVERY_MS) {
      told = performance.now();
      console.error(`… ${done} of ${names.length} incidents`);
    }
  }
  for (const [what, { count, where, detail }] of complaints) console.log(`${what}: ${count} places (${where.join('; ')})\n  ${detail}`);
  const total = [...places.values()].reduce((sum, one) => sum + one, 0);
  const failed = [...complaints.values()].reduce((sum, { count }) => sum + count, 0);
  console.log(
    `${names.length} incidents, ${total} losses (${[...places].map(([kind, count]) => `${kind} ${count}`).join(', ')}) in ${((performance.now() - started) / 1000).toFixed(0)} s: ` +
      (failed === 0 ? 'less never gives more' : `${failed} of them give more`),
  );
  if (failed > 0) process.exitCode = 1;
}

if (values.help) process.stdout.write(HELP);
else await run();
