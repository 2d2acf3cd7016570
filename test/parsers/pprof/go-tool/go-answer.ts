import { spawnSync } from 'node:child_process';
import { addUp, answer, type Answer, type SizedObjects, type TopFunction } from './answer.ts';
import { type Raw, readRaw } from './read-raw.ts';

const MOST_OUTPUT = 1 << 30;

/** The pprof program of the Go on the PATH, without the go command around it; undefined where there is none. */
export function findPprof(): string | undefined {
  // Since Go 1.24 tools are built when they are first used: -n alone may name a file that is not there yet.
  if (spawnSync('go', ['tool', 'pprof', '-h'], { stdio: 'ignore' }).error !== undefined) return undefined;
  const { status, stdout } = spawnSync('go', ['tool', '-n', 'pprof'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}

/** What Go says of a profile: samples and sites from `-raw`, functions from `-top` of each sample type. Throws where pprof refuses the file. */
export function goAnswer(pprof: string, path: string): Answer {
  const raw = readRaw(runPprof(pprof, ['-raw', path]));
  const { types, samples } = raw;
  return answer({
    types,
    totals: types.map((_, i) => samples.reduce((sum, { values }) => sum + (values[i] ?? 0n), 0n)),
    samples: samples.length,
    sites: addUp(samples.map(({ locations, values }) => ({ key: locations.join(' '), stack: stackText(raw, locations), values }))),
    sizes: sizesOf(raw),
    functions: Object.fromEntries(types.map((type) => [type, readTop(runPprof(pprof, topArguments(type, path)))])),
  });
}

/** Sizes of a site that are compared. */
const MOST_SIZES = 8;

/** Objects in use, by stack and size: of each stack those that take most. */
function sizesOf(raw: Raw): SizedObjects[] {
  const [objectsAt, inuseAt] = [raw.types.indexOf('inuse_objects/count'), raw.types.indexOf('inuse_space/bytes')];
  // Of a difference of two moments we show none.
  if (raw.samples.some(({ values }) => values.some((value) => value < 0n))) return [];
  const sites = new Map<string, SizedObjects[]>();
  for (const { locations, values, objectBytes } of raw.samples) {
    const [objects = 0n, inuse = 0n] = [values[objectsAt], values[inuseAt]];
    if (objectBytes === undefined || objects <= 0n) continue;
    const key = locations.join(' ');
    sites.set(key, [...(sites.get(key) ?? []), { stack: stackText(raw, locations), bytes: objectBytes, objects, inuse }]);
  }
  // Go writes one sample for each stack and size.
  return [...sites.values()].flatMap((site) =>
    site.toSorted((a, b) => Number(b.inuse - a.inuse) || Number(a.bytes - b.bytes)).slice(0, MOST_SIZES),
  );
}

/** `name:line` of each call, innermost first; the address where a place has no symbol. */
function stackText({ locations }: Raw, ids: readonly string[]): string {
  return ids
    .flatMap((id) => {
      const { address, calls } = locations.get(id) ?? { address: 'lost', calls: [] };
      return calls.length > 0 ? calls.map(({ name, line }) => (name === '' ? address : `${name}:${line}`)) : [address];
    })
    .join(' < ');
}

function topArguments(type: string, path: string): string[] {
  const [name = '', unit = ''] = type.split('/');
  // Every function, and no unit but the profile's own: others are rounded.
  return ['-top', '-trim=false', `-sample_index=${name}`, `-unit=${unit}`, path];
}

/** `flat flat% sum% cum cum% name`; a number with a fraction would be one that was rounded, and is not read. */
function readTop(text: string): TopFunction[] {
  const lines = text.slice(text.indexOf('flat%')).split('\n').slice(1);
  return lines.flatMap((line) => {
    const match = /^\s*(-?\d+)[a-zA-Z]*\s+\S+%\s+\S+%\s+(-?\d+)[a-zA-Z]*\s+\S+%\s+(\S.*)$/.exec(line);
    if (match === null) return [];
    const [, flat = '', cum = '', name = ''] = match;
    return [{ name: name.replace(/ \((?:partial-)?inline\)$/, ''), flat: BigInt(flat), cum: BigInt(cum) }];
  });
}

/** Runs pprof without looking anything up on the network or in the user's own files. Throws what it says where it fails. */
export function runPprof(pprof: string, args: readonly string[]): string {
  const env = { ...process.env, PPROF_BINARY_PATH: '/nowhere' };
  const { status, stdout, stderr } = spawnSync(pprof, ['-symbolize=none', ...args], { encoding: 'utf8', maxBuffer: MOST_OUTPUT, env });
  if (status !== 0) throw new Error(stderr.trim());
  return stdout;
}
