import { gunzipSync } from 'node:zlib';
import { decodeProfile } from '../../../../parsers/pprof/decode.ts';
import { sumFunctions } from '../../../../parsers/pprof/functions.ts';
import { objectSizes } from '../../../../parsers/pprof/object-sizes.ts';
import { callsAt, type Profile, sampleTypeIndex } from '../../../../parsers/pprof/profile.ts';
import { groupStacks, type Stacks } from '../../../../parsers/pprof/stacks.ts';
import { addUp, answer, type Answer, type SizedObjects } from './answer.ts';

/** What our reader says of a profile in protobuf form. Undefined where the bytes are no profile; throws where it is damaged. */
export function ourAnswer(bytes: Uint8Array): Answer | undefined {
  const decoded = decodeProfile(bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes);
  if (decoded.kind !== 'profile') return undefined;
  if (decoded.damage !== undefined) throw new Error(`damaged: ${decoded.damage.reason}`);
  const { profile } = decoded;
  const { count, width, locations, offsets } = profile.samples;
  const stacks = groupStacks(profile);
  const functions = sumFunctions(profile, stacks);
  const columns = Array.from({ length: width }, (_, column) => column);
  const types = profile.sampleTypes.map(({ type, unit }) => `${type}/${unit}`);
  const sites = Array.from(stacks.samples, (sample, slot) => ({
    key: slot,
    stack: stackText(profile, locations.subarray(offsets[sample], offsets[sample + 1])),
    values: columns.map((column) => BigInt(stacks.sums.get(slot * width + column))),
  }));
  const ofType = (column: number) =>
    functions.calls.map(({ function: name = '' }, f) => ({
      name,
      flat: BigInt(functions.flat(f, column)),
      cum: BigInt(functions.cumulative(f, column)),
    }));
  return answer({
    types,
    totals: columns.map((column) => BigInt(stacks.totals.get(column))),
    samples: count,
    sites: addUp(sites),
    sizes: sizesOf(profile, stacks, (slot) => sites[slot]?.stack ?? ''),
    functions: Object.fromEntries(types.map((type, column) => [type, ofType(column)])),
  });
}

/** What a site shows of the sizes of its objects: the eight that take most, where that are more. */
function sizesOf(profile: Profile, stacks: Stacks, stackOf: (slot: number) => string): SizedObjects[] {
  const [inuseObjects, inuseBytes] = [sampleTypeIndex(profile, 'inuse_objects'), sampleTypeIndex(profile, 'inuse_space')];
  if (inuseObjects < 0 || inuseBytes < 0 || stacks.negative) return [];
  const sizes = objectSizes(profile, stacks, { inuseObjects, inuseBytes });
  return Array.from({ length: stacks.count }, (_, slot) => slot).flatMap((slot) =>
    sizes(slot).sizes.map((one) => ({
      stack: stackOf(slot),
      bytes: BigInt(one.bytes),
      objects: BigInt(one.inuseObjects),
      inuse: BigInt(one.inuseBytes),
    })),
  );
}

function stackText(profile: Profile, locations: Uint32Array): string {
  const { addressLow, addressHigh } = profile.locations;
  return Array.from(locations)
    .flatMap((row) => {
      const address = (BigInt((addressHigh[row] ?? 0) >>> 0) << 32n) | BigInt((addressLow[row] ?? 0) >>> 0);
      return callsAt(profile, row).map(({ function: name, line = 0 }) =>
        name === undefined ? `0x${address.toString(16)}` : `${name}:${line}`,
      );
    })
    .join(' < ');
}
