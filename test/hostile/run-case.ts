import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { reportSchemaCheck } from '../fuzz/schema.ts';
import { actingIn, actingInData, wrongErrorLine } from './check-output.ts';
import { type HostileCase, MIB } from './hostile-case.ts';
import { type CommandRun, runCommand } from './run-command.ts';

/** Seconds of processor time that a case may take, and bytes of memory. */
export const MOST_SECONDS = 120;
/** On a busy machine a run of that time takes longer; what has not ended by then hangs. */
const HUNG_SECONDS = 4 * MOST_SECONDS;
export const MOST_BYTES = 1024 * MIB;

const wrongWithReport = reportSchemaCheck(join(import.meta.dirname, '..', '..'));

/** What became of a case. */
export interface Outcome {
  readonly problems: readonly string[];
  /** Of its slowest run. */
  readonly seconds: number;
  /** Of its largest one. */
  readonly peak: number | undefined;
  /** In words: `1 finding`, `refused`. */
  readonly result: string;
}

/** Gives a case to the built command: as text and as JSON through a pipe, and to `inspect` where it asks for that. */
export async function runCase(one: HostileCase, bundle: string, scratch: string): Promise<Outcome> {
  const paths = one.paths?.(bundle) ?? [bundle];
  // The time limit is for reading; what was read is matched and written after that.
  const options = [...(one.big === true ? ['--limit-seconds', String(MOST_SECONDS / 2)] : []), ...(one.options ?? [])];
  const problems: string[] = [];
  const runs: CommandRun[] = [];
  const run = async (
    what: string,
    args: readonly string[],
  ): Promise<{ readonly code: number | undefined; readonly text: string | undefined }> => {
    const output = join(scratch, `${what}.out`);
    const result = await runCommand([...args, ...options, ...paths], output, HUNG_SECONDS);
    runs.push(result);
    const problem = (text: string): void => void problems.push(`${what}: ${text}`);
    if (result.code === undefined) problem(`it was killed after ${result.seconds.toFixed(0)} s: ${result.stderr.slice(-300)}`);
    const { processor = result.seconds } = result;
    if (processor > MOST_SECONDS) problem(`it took ${processor.toFixed(0)} s`);
    if (result.peak !== undefined && result.peak > MOST_BYTES) problem(`it took ${Math.round(result.peak / MIB)} MiB`);
    const acting = actingIn(result.stderr) ?? actingInFile(output);
    if (acting !== undefined) problem(`a character that acts: ${acting}`);
    const text = textOf(output);
    if (result.code === 2) {
      const wrong = wrongErrorLine(result.stderr);
      if (wrong !== undefined) problem(wrong);
      if (text !== '') problem('it refused the input and wrote to standard output all the same');
      if (one.refused === undefined) problem(`it refused the input: ${result.stderr.slice(0, 300)}`);
      else if (!one.refused.test(result.stderr)) problem(`not the line that was expected: ${result.stderr.slice(0, 300)}`);
    } else {
      if (one.refused !== undefined) problem('it did not refuse the input');
      if (result.stderr !== '') problem(`it wrote to standard error: ${JSON.stringify(result.stderr.slice(0, 300))}`);
      if (result.code !== 0 && result.code !== 1) problem(`exit code ${result.code}`);
    }
    for (const said of [result.stderr, text ?? '']) {
      if (/internal error|\bat \S+ \(?(?:node:|file:|\/).*:\d+:\d+/.test(said)) problem('an internal error, or a stack of our own');
      if (one.never?.test(said) === true) problem(`what must never be said: ${one.never.exec(said)?.[0]}`);
    }
    return { code: result.code, text };
  };
  const plain = await run('text', []);
  const json = await run('json', ['--json']);
  if (plain.code !== json.code) problems.push(`exit code ${plain.code} with text and ${json.code} with JSON`);
  let result = plain.code === 2 ? 'refused' : 'not read';
  if (json.code !== 2 && json.text !== undefined) {
    try {
      const report = JSON.parse(json.text) as { findings: unknown[]; bundle: { limits: { what: string }[]; artifacts: unknown[] } };
      const wrong = wrongWithReport(report) ?? actingInData(report);
      if (wrong !== undefined) problems.push(`json: ${wrong}`);
      const hit = [...new Set(report.bundle.limits.map(({ what }) => what))];
      for (const limit of one.limits ?? [])
        if (!hit.includes(limit) && !(one.big === true && hit.includes('time')))
          problems.push(`json: the limit ${limit} was not hit, but ${hit.join(', ')}`);
      if (one.says?.test(json.text) === false) problems.push(`json: does not say ${String(one.says)}`);
      result = `${report.bundle.artifacts.length} files, ${report.findings.length} findings${hit.length === 0 ? '' : `; limits: ${hit.join(', ')}`}`;
    } catch (error) {
      problems.push(`json: ${String(error)}`);
    }
  }
  if (one.inspect === true) {
    const { code, text } = await run('inspect', ['inspect', '--json']);
    if (code !== 2 && text !== undefined) {
      const acting = actingInData(JSON.parse(text));
      if (acting !== undefined) problems.push(`inspect: a character that acts: ${acting}`);
    }
  }
  const peaks = runs.flatMap(({ peak }) => peak ?? []);
  return {
    problems,
    seconds: Math.max(...runs.map(({ seconds, processor }) => processor ?? seconds)),
    peak: peaks.length === 0 ? undefined : Math.max(...peaks),
    result,
  };
}

/** A text that is longer than a string can be is looked through in pieces. */
const LONGEST = 256 * MIB;

function textOf(path: string): string | undefined {
  const file = openSync(path, 'r');
  try {
    return fstatSync(file).size > LONGEST ? undefined : readFileSync(file, 'utf8');
  } finally {
    closeSync(file);
  }
}

function actingInFile(path: string): string | undefined {
  const file = openSync(path, 'r');
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const piece = Buffer.alloc(MIB);
  try {
    for (;;) {
      const read = readSync(file, piece);
      const acting = actingIn(decoder.decode(piece.subarray(0, read), { stream: read > 0 }));
      if (acting !== undefined) return acting;
      if (read === 0) return undefined;
    }
  } catch (error) {
    return `no UTF-8: ${String(error)}`;
  } finally {
    closeSync(file);
  }
}
