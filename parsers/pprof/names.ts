import type { Call, Profile } from './profile.ts';
import { callsAt } from './profile.ts';

/** What stands for a place without a symbol in a mapping without a name; the word of `go tool pprof`. */
const UNKNOWN = '<unknown>';

/**
 * The functions of a profile by their names, each with a number, so that no text is compared in a loop over stacks. Calls of one name are
 * one, as instances of a generic function are. Places without symbols are one function for each binary or library: `[libc.so.6]`.
 */
export class FunctionNames {
  /** A call of each function: the first one met. Its `function` is never absent. */
  readonly calls: readonly Call[];
  /** Functions at each location, innermost first: those of location `i` begin at `offsets[i]`. */
  readonly at: Uint32Array;
  /** One more entry than locations. */
  readonly offsets: Uint32Array;

  constructor(profile: Profile) {
    const { locations } = profile;
    const numbers = new Map<string, number>();
    const calls: Call[] = [];
    this.at = new Uint32Array(locations.lineFunctions.length + locations.count);
    this.offsets = new Uint32Array(locations.count + 1);
    let length = 0;
    for (let location = 0; location < locations.count; location++) {
      for (const call of callsAt(profile, location)) {
        const { function: name, file } = call;
        const key = name ?? nameOfMapping(file);
        let number = numbers.get(key);
        if (number === undefined) {
          number = calls.push(name === undefined ? { ...call, function: key } : call) - 1;
          numbers.set(key, number);
        }
        this.at[length++] = number;
      }
      this.offsets[location + 1] = length;
    }
    this.calls = calls;
  }
}

function nameOfMapping(file: string | undefined): string {
  return file === undefined ? UNKNOWN : `[${file.slice(file.lastIndexOf('/') + 1)}]`;
}
