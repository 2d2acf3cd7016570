import type { Frame } from '../../src/evidence/frame.ts';
import { sanitize } from '../../src/text/safe-text.ts';
import { unescapeName } from '../goroutine-dump/names.ts';
import { originOf } from '../goroutine-dump/origin.ts';
import { MISSING } from './ids.ts';
import { callsAt } from './profile.ts';
import type { Call, Profile } from './profile.ts';

/** Functions such as `time.Sleep` are linked to code in the runtime's files, which say nothing of their package. */
const RUNTIME_FILE = /(?:^|[\\/]src[\\/])runtime[\\/]/;

/** A stack of a profile as frames. */
export interface Stack {
  /** Innermost first. */
  readonly frames: readonly Frame[];
  /** Calls are missing: the file has lost their location. */
  readonly incomplete: boolean;
}

/** Turns samples of a profile into stacks. Each location is translated once. */
export class FrameReader {
  readonly #profile: Profile;
  readonly #known = new Map<number, readonly Frame[]>();

  constructor(profile: Profile) {
    this.#profile = profile;
  }

  /** The stack of one sample. */
  stack(sample: number): Stack {
    const { locations, offsets } = this.#profile.samples;
    const frames: Frame[] = [];
    let incomplete = false;
    for (let i = offsets[sample] ?? 0; i < (offsets[sample + 1] ?? 0); i++) {
      const location = locations[i] ?? MISSING;
      if (location === MISSING) incomplete = true;
      else frames.push(...this.#at(location));
    }
    return { frames, incomplete };
  }

  #at(location: number): readonly Frame[] {
    const known = this.#known.get(location);
    if (known) return known;
    const address = addressText(this.#profile, location);
    const frames = callsAt(this.#profile, location).map((call) => frameOf(call, address));
    this.#known.set(location, frames);
    return frames;
  }
}

/** One call as a frame. `address`: what stands for a place without a symbol. */
export function frameOf(call: Call, address: string): Frame {
  const { function: name, file, line } = call;
  return {
    // A place without a symbol is shown by its address, as go tool pprof does. Go's own code always has symbols.
    function: sanitize(name === undefined ? address : unescapeName(name)),
    ...(file === undefined ? {} : { file: sanitize(file) }),
    ...(line === undefined ? {} : { line }),
    origin: name === undefined ? 'cgo' : originOf(name, file !== undefined && RUNTIME_FILE.test(file) ? undefined : file),
    ...(call.inlined ? { inlined: true } : {}),
  };
}

/** Where the program itself is: the first frame of its own, else of a module that it uses. */
export function ownerOf(frames: readonly Frame[]): Frame | undefined {
  return frames.find((frame) => frame.origin === 'app') ?? frames.find((frame) => frame.origin === 'dependency');
}

function addressText({ locations }: Profile, location: number): string {
  const high = BigInt((locations.addressHigh[location] ?? 0) >>> 0);
  const low = BigInt((locations.addressLow[location] ?? 0) >>> 0);
  return `0x${((high << 32n) | low).toString(16)}`;
}
