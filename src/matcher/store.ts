import { open, readFile, readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { oneLine } from '../text/safe-text.ts';
import type { SignatureFile } from './check/check-files.ts';
import { LONGEST_SIGNATURE, type Signature } from './signature.ts';

/** Signatures of one's own, and what is wrong with them. */
export interface LoadedDirectory {
  /** Those without a problem, by id. */
  readonly signatures: readonly Signature[];
  /** One line each: `path:line:column: what, what to do`. */
  readonly problems: readonly string[];
  /** There is nothing to check: the directory cannot be read, or has no signature files. `problems` says which. */
  readonly nothing?: true;
}

let builtIn: Promise<readonly Signature[]> | undefined;

/**
 * The built-in signatures, by id. Compiled code reads the one JSON file that the build has checked and written; run
 * from the TypeScript sources (tests) it checks and reads the YAML files themselves.
 *
 * @throws Error where the installation has none, or a YAML file of the sources is wrong.
 */
export function loadSignatures(): Promise<readonly Signature[]> {
  builtIn ??= import.meta.url.endsWith('.ts') ? readSources() : readCompiled(new URL('../../signatures.json', import.meta.url));
  return builtIn;
}

/** Directory of the built-in signatures as YAML files: in the sources, and in the installed package. */
export function signatureSources(): string {
  return fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? '../../signatures/' : '../../../signatures/', import.meta.url));
}

/**
 * Loads and checks signatures of one's own: every YAML file below a directory. Problems are given back, not thrown.
 * Their ids must differ from those of `others`, by default the built-in ones; `explains` may name those.
 */
export async function loadSignatureDirectory(directory: string, others?: readonly Signature[]): Promise<LoadedDirectory> {
  // YAML and schema libraries cost more to load than a small analysis: only who brings own signatures pays.
  const [{ checkFiles }, { formatProblem }] = await Promise.all([import('./check/check-files.ts'), import('./check/problem.ts')]);
  let files;
  try {
    files = await readSignatureFiles(directory);
  } catch (error) {
    // `ENOENT: no such file or directory, scandir '/x'`: only the middle is for the reader.
    const reason = (error instanceof Error ? error.message : String(error)).replace(/^[A-Z]+: /, '').replace(/, [a-z]+ '.*'$/s, '');
    return nothing(`${directory}: cannot be read: ${reason}; give a directory of signature files`);
  }
  if (files.length === 0) return nothing(`${directory}: has no signature files; put them there as <family>/<id>.yaml`);
  const { signatures, problems } = checkFiles(files, others ?? (await loadSignatures()));
  const folder = directory.replace(/\/+$/, '');
  // A YAML reader says the same of one place as often as it stumbles over it.
  const lines = new Set(problems.map((problem) => formatProblem({ ...problem, path: `${folder}/${problem.path}` })));
  return { signatures, problems: [...lines] };
}

function nothing(problem: string): LoadedDirectory {
  return { signatures: [], problems: [oneLine(problem)], nothing: true };
}

async function readCompiled(file: URL): Promise<readonly Signature[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    throw new Error(`${fileURLToPath(file)} is missing; install the package again, or run npm run build`);
  }
  // The build has checked it against the schema, and nothing else writes it.
  const signatures: readonly Signature[] = JSON.parse(text);
  return signatures;
}

async function readSources(): Promise<readonly Signature[]> {
  const [{ checkFiles }, { formatProblem }] = await Promise.all([import('./check/check-files.ts'), import('./check/problem.ts')]);
  const { signatures, problems } = checkFiles(await readSignatureFiles(signatureSources()));
  if (problems.length > 0)
    throw new Error(problems.map((problem) => formatProblem({ ...problem, path: `signatures/${problem.path}` })).join('\n'));
  return signatures;
}

/**
 * Reads every `*.yaml` and `*.yml` file below a directory, in the order of their paths. Links are not followed, and
 * the folder `incidents` is left out: it holds what tests read.
 *
 * @throws A system error where the directory or a file in it cannot be read.
 */
export async function readSignatureFiles(directory: string): Promise<readonly SignatureFile[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !path.startsWith('incidents/'))
    .toSorted();
  const files: SignatureFile[] = [];
  for (const path of paths) files.push({ path, text: await readStart(join(directory, path)) });
  return files;
}

/** A file up to one byte more than is allowed, so that its length shows that it is too long. */
async function readStart(path: string): Promise<string> {
  const file = await open(path, 'r');
  try {
    const bytes = Buffer.alloc(LONGEST_SIGNATURE + 1);
    let length = 0;
    for (;;) {
      const { bytesRead } = await file.read(bytes, length, bytes.length - length);
      length += bytesRead;
      if (bytesRead === 0 || length === bytes.length) return bytes.toString('utf8', 0, length);
    }
  } finally {
    await file.close();
  }
}
