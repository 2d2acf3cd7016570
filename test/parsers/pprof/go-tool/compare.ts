// Compares every profile below some paths with `go tool pprof` of the Go on the PATH, value by value; see HELP.
import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fastGlob from 'fast-glob';
import { answerOf, type FileAnswer, goAnswerOf } from './compare-file.ts';
import { differencesOf } from './differences.ts';
import { findPprof } from './go-answer.ts';
import { RECORDED, recordingOf, SAMPLES } from './recorded.ts';

const HELP = `npm run compare-profiles -- PATH…
npm run compare-profiles -- --record

Compares profiles with what \`go tool pprof\` says of them. In protobuf form: totals, the fifty largest sites by each sample type (-raw), and the
fifty largest functions by each, flat and cumulative (-top). In text form: totals, the number of sites, and the sites that our facts list (-raw).
Every file below the paths is looked at; what neither reader takes for a profile is passed over.

--record writes Go's answers for the samples to ${RECORDED}, which the tests compare with where Go is not installed.

Exit code: 0 where all are equal, or Go is not installed (it says so); 1 where something differs; 2 where it was not asked for anything.`;

/** What differs in a file; undefined where it is no profile. */
async function compare(pprof: string, path: string): Promise<readonly string[] | undefined> {
  try {
    const [go, ours] = [goAnswerOf(pprof, path), await answerOf(path)];
    return go === undefined && ours === undefined ? undefined : differencesOf(go, ours);
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

async function compareAll(pprof: string, paths: readonly string[]): Promise<number> {
  let equal = 0;
  let different = 0;
  for (const path of paths.flatMap(filesBelow)) {
    const problems = await compare(pprof, path);
    if (problems === undefined) continue;
    if (problems.length === 0) equal++;
    else {
      different++;
      console.log(`${path}\n${problems.map((one) => `  ${one}`).join('\n')}`);
    }
  }
  console.log(`${equal} equal, ${different} different`);
  return different > 0 ? 1 : 0;
}

/** Writes what Go says of the samples, and nothing of what we say. */
function record(pprof: string): number {
  rmSync(RECORDED, { recursive: true, force: true });
  const incidents = new Map<string, Record<string, FileAnswer>>();
  for (const path of filesBelow(SAMPLES)) {
    const answer = goAnswerOf(pprof, path);
    if (answer === undefined) continue;
    const { file, name } = recordingOf(path);
    incidents.set(file, { ...incidents.get(file), [name]: answer });
  }
  for (const [file, answers] of incidents) {
    mkdirSync(dirname(file), { recursive: true });
    // One site or function a line: a difference is then one line as well.
    writeFileSync(
      file,
      `${JSON.stringify(answers, undefined, 1).replaceAll(/\[\s+("(?:[^"\\]|\\.)*"(?:,\s+"(?:[^"\\]|\\.)*")*)\s+\]/g, oneLine)}\n`,
    );
  }
  console.log(`recorded ${incidents.size} incidents`);
  return 0;
}

const oneLine = (_: string, items: string): string => `[${items.replaceAll(/",\s+"/g, '", "')}]`;

function filesBelow(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return fastGlob
    .sync('**/*', { cwd: path, dot: true })
    .toSorted()
    .map((name) => join(path, name));
}

async function main(args: readonly string[]): Promise<number> {
  if (args.length === 0 || args.includes('--help')) {
    console.log(HELP);
    return args.length === 0 ? 2 : 0;
  }
  const pprof = findPprof();
  if (pprof === undefined) {
    console.log('skipped: Go is not installed, nothing was compared');
    return 0;
  }
  return args.includes('--record') ? record(pprof) : compareAll(pprof, args);
}

process.exitCode = await main(process.argv.slice(2));
