import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Script } from 'node:vm';
import { fileURLToPath } from 'node:url';
import type { CliIo } from '../cli/io.ts';

/** What bin/load.js exports. */
interface Loader {
  readonly CODE: string;
  readonly compile: (code?: Buffer) => Script;
  readonly run: (script: Script) => { readonly main: (args: readonly string[], io: CliIo) => Promise<number> };
}

const { CODE, compile, run } = createRequire(import.meta.url)('../../../bin/load.js') as Loader;
const sample = (name: string) => fileURLToPath(new URL(`../../../samples/incidents/${name}`, import.meta.url));

// Last step of `npm run build`: the compiled code of the command. It holds the functions that have run, so those that most
// runs need are run first.
const script = compile();
const { main } = run(script);
const nowhere = { write: () => true };
const io: CliIo = {
  stdout: nowhere,
  stderr: nowhere,
  stdin: () => process.stdin,
  stdinHasData: () => false,
  env: {},
};
for (const args of [['--json', sample('clonebot')], [sample('clonebot')]]) {
  const code = await main(args, io);
  if (code > 1) throw new Error(`goroner ${args.join(' ')} ends with ${code}`);
}
writeFileSync(CODE, script.createCachedData());
