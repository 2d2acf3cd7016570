import { join, relative, sep } from 'node:path';

/** Where the samples are, from the directory that npm runs scripts in: the project's own. */
export const SAMPLES = join('samples', 'incidents');

/** Where Go's answers for them are kept, one file an incident. */
export const RECORDED = join('test', 'goldens', 'go-tool');

/** Where the answer for a sample stands. */
export function recordingOf(path: string): { readonly file: string; readonly name: string } {
  const [incident = '', ...rest] = relative(SAMPLES, path).split(sep);
  return { file: join(RECORDED, `${incident}.json`), name: rest.join('/') };
}
