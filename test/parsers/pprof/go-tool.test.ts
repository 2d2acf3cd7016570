import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

import fastGlob from 'fast-glob';
import { describe, expect, it } from 'vitest';

import { decodeProfile } from '../../../parsers/pprof/decode.ts';
import type { Profile } from '../../../parsers/pprof/profile.ts';

const root = fileURLToPath(new URL('../../../samples/incidents', import.meta.url));
const profiles = fastGlob.sync('**/*.{pb.gz,pprof}', { cwd: root, absolute: true }).toSorted();
const hasGo = spawnSync('go', ['version']).status === 0;
const whyNot = [...(hasGo ? [] : ['Go is not installed']), ...(profiles.length > 0 ? [] : ['there are no profiles in samples'])];
if (whyNot.length > 0) console.warn(`go tool pprof is not compared: ${whyNot.join(', ')}`);

/** What both readers agree on: the totals of each value, and how many samples, locations and functions with a name there are. */
interface Summary {
  readonly types: readonly string[];
  readonly totals: readonly bigint[];
  readonly samples: number;
  readonly locations: number;
}

/** Reads the `Samples:` and `Locations` parts of `go tool pprof -raw`. */
function summaryOfGo(path: string): Summary {
  const { stdout, stderr, status } = spawnSync('go', ['tool', 'pprof', '-raw', path], { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(stderr);
  const lines = stdout.split('\n');
  const head = lines.indexOf('Samples:');
  const locations = lines.indexOf('Locations');
  const mappings = lines.indexOf('Mappings');
  const types = (lines[head + 1] ?? '').replaceAll('[dflt]', '').trim().split(/\s+/);
  const totals = types.map(() => 0n);
  let samples = 0;
  // A sample: its values, a colon, its locations; labels follow on lines of their own.
  for (const line of lines.slice(head + 2, locations)) {
    const values = /^\s*(-?\d+(?:\s+-?\d+)*): /.exec(line)?.[1]?.split(/\s+/) ?? [];
    if (values.length !== types.length) continue;
    samples++;
    for (const [i, value] of values.entries()) totals[i] = (totals[i] ?? 0n) + BigInt(value);
  }
  const places = lines.slice(locations + 1, mappings).filter((line) => /^\s+\d+: /.test(line));
  return { types, totals, samples, locations: places.length };
}

function summaryOf(profile: Profile): Summary {
  const { count, width, values, wideValues } = profile.samples;
  const totals = profile.sampleTypes.map(() => 0n);
  for (let at = 0; at < count * width; at++)
    totals[at % width] = (totals[at % width] ?? 0n) + (wideValues.get(at) ?? BigInt(values[at] ?? 0));
  return {
    types: profile.sampleTypes.map(({ type, unit }) => `${type}/${unit}`),
    totals,
    samples: count,
    locations: profile.locations.count,
  };
}

describe.skipIf(whyNot.length > 0)('the same as go tool pprof', () => {
  it.each(profiles)('%s', (path) => {
    const bytes = readFileSync(path);
    const decoded = decodeProfile(bytes[0] === 0x1f ? gunzipSync(bytes) : bytes);
    if (decoded.kind !== 'profile') throw new Error(decoded.kind);
    expect(decoded.damage).toBeUndefined();
    expect(summaryOf(decoded.profile)).toEqual(summaryOfGo(path));
  });
});
