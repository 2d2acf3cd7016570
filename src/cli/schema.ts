import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { EXIT, type ExitCode } from './exit.ts';
import type { CliIo } from './io.ts';

/** `goroner schema`: prints the JSON Schema of the report. */
export async function schemaCommand(io: CliIo): Promise<ExitCode> {
  // From dist/src/cli/ or src/cli/: the package's root is where docs/ is.
  for (const up of ['../../../docs/', '../../docs/']) {
    try {
      io.stdout.write(await readFile(fileURLToPath(new URL(`${up}report.schema.json`, import.meta.url)), 'utf8'));
      return EXIT.clean;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  throw new Error('docs/report.schema.json is missing from the installation; install the package again');
}
