import { existsSync, realpathSync } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';
import { examine } from '../analyze.ts';
import { UsageError } from '../bundle/entry.ts';
import type { Examine } from '../matcher/check/run-tests.ts';
import type { TestResult } from '../matcher/check/test-result.ts';
import type { Signature } from '../matcher/signature.ts';
import { type LoadedDirectory, loadSignatureDirectory, loadSignatures, signatureSources } from '../matcher/store.ts';
import { padEnd } from '../text/width.ts';
import { EXIT, type ExitCode } from './exit.ts';
import type { CliIo } from './io.ts';

/** What a command prints, and its exit code. */
export interface CommandText {
  readonly lines: readonly string[];
  readonly code: ExitCode;
}

/** `goroner signatures list`. */
export async function listCommand(io: Pick<CliIo, 'stdout'>): Promise<ExitCode> {
  return print(await listSignatures(), io);
}

/** `goroner signatures check [DIR]`. */
export async function checkCommand(directory: string | undefined, io: Pick<CliIo, 'stdout'>): Promise<ExitCode> {
  return print(await checkSignatures(directory), io);
}

/** `goroner signatures test [DIR]`. */
export async function testCommand(directory: string | undefined, io: Pick<CliIo, 'stdout'>): Promise<ExitCode> {
  return print(await testSignatures(directory), io);
}

/** Every root cause by family: id, role, severity, title. */
export async function listSignatures(signatures?: readonly Signature[]): Promise<CommandText> {
  const all = signatures ?? (await loadSignatures());
  const width = Math.max(0, ...all.map(({ id }) => id.length));
  const families = [...new Set(all.map(({ family }) => family))].toSorted();
  const lines = families.flatMap((family) => [
    family,
    ...all
      .filter((one) => one.family === family)
      .map(({ id, title, role, severity, status, pageOnly }) => {
        const kind = role !== 'refuted' ? `${role}, ${severity}` : pageOnly === undefined ? 'refuted' : 'refuted, page only';
        return `  ${padEnd(id, width)}  ${title} (${kind}${status === 'stable' ? '' : ', experimental'})`;
      }),
    '',
  ]);
  return { lines: [...lines, counted(all.length, 'root cause', 'root causes')], code: EXIT.clean };
}

/** Checks the built-in signatures, or those of a directory: one line a problem. */
export async function checkSignatures(directory?: string): Promise<CommandText> {
  const { signatures, problems } = await load(directory);
  if (problems.length === 0) return { lines: [`${counted(signatures.length, 'signature', 'signatures')}, no problem`], code: EXIT.clean };
  return { lines: [...problems, counted(problems.length, 'problem', 'problems')], code: EXIT.findings };
}

/**
 * Runs the proofs of the built-in signatures, or of those of a directory beside the built-in ones. Incidents that
 * tests name are folders under `samples/incidents` of the sources, or under `incidents` in the directory.
 */
export async function testSignatures(directory?: string): Promise<CommandText> {
  const { signatures, problems } = await load(directory);
  if (problems.length > 0) return { lines: [...problems, 'the tests were not run: correct these first'], code: EXIT.findings };
  const own = ownDirectory(directory);
  const folder = own === undefined ? join(signatureSources(), '..', 'samples', 'incidents') : join(own, 'incidents');
  if (own === undefined && !existsSync(folder))
    throw new UsageError('the samples of the built-in signatures are in the sources only; run this in a checkout, or give a directory');
  const [{ runTests }, { readIncidents }] = await Promise.all([import('../matcher/check/run-tests.ts'), import('./read-incidents.ts')]);
  const results = await runTests({
    subjects: signatures,
    signatures: own === undefined ? signatures : [...(await loadSignatures()), ...signatures],
    examine: examineTestInput(folder),
    incidents: await readIncidents(folder),
  });
  return describeResults(signatures.length, results);
}

/** Reads the input of a signature's test as a bundle of its own. */
export function examineTestInput(incidents: string): Examine {
  return async (input) => {
    if ('incident' in input) return (await examine([join(incidents, input.incident)])).caseFile;
    const { text } = input;
    async function* bytes(): AsyncGenerator<Uint8Array> {
      yield new TextEncoder().encode(text);
    }
    return (await examine(['-'], { stdin: bytes })).caseFile;
  };
}

function describeResults(signatures: number, results: readonly TestResult[]): CommandText {
  const failed = results.filter(({ ok }) => !ok);
  const lines = failed.map(({ signature, test, detail }) => `${signature}: ${test}: ${detail}`);
  const summary = `${counted(signatures, 'signature', 'signatures')}, ${counted(results.length, 'check', 'checks')}, ${failed.length} failed`;
  return { lines: [...lines, summary], code: failed.length === 0 ? EXIT.clean : EXIT.findings };
}

/** The built-in signatures are read from their YAML files here, so that the check says something. */
async function load(directory: string | undefined): Promise<LoadedDirectory> {
  const own = ownDirectory(directory);
  const loaded = await (own === undefined ? loadSignatureDirectory(directory ?? signatureSources(), []) : loadSignatureDirectory(own));
  if (loaded.nothing === true) throw new UsageError(loaded.problems.join('; '));
  return loaded;
}

/**
 * The directory of signatures of one's own; undefined where the built-in ones are meant: without a directory, and where it
 * is theirs. Their ids are not taken by themselves.
 *
 * @throws UsageError for a part of the built-in ones, since these refer to each other.
 */
function ownDirectory(directory: string | undefined): string | undefined {
  // What is not there is reported where it is read.
  if (directory === undefined || !existsSync(directory) || !existsSync(signatureSources())) return directory;
  const inside = relative(realpathSync(signatureSources()), realpathSync(directory));
  if (inside === '') return undefined;
  if (inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) return directory;
  throw new UsageError(`${directory}: a part of the built-in signatures; leave it out to take all of them`);
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

function print({ lines, code }: CommandText, io: Pick<CliIo, 'stdout'>): ExitCode {
  io.stdout.write(`${lines.join('\n')}\n`);
  return code;
}
