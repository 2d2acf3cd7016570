import type { ExactInt } from '../../src/text/exact.ts';
import type { StringTable } from './strings.ts';

/** What a value means and its unit, such as `inuse_space` in `bytes`. Not yet safe to show. */
export interface ValueType {
  readonly type: string;
  readonly unit: string;
}

/** The samples of a profile as columns: an object for each of a million samples would cost most of time and memory. */
export interface SampleColumns {
  readonly count: number;
  /** Values of each sample: the number of sample types. */
  readonly width: number;
  /** Sample by sample. Those beyond 2^53 are rounded here and exact in `wideValues`. */
  readonly values: Float64Array;
  /** Exact values by their position in `values`, only where a double cannot hold them. */
  readonly wideValues: ReadonlyMap<number, bigint>;
  /** Rows of {@link LocationColumns}, leaf first, sample after sample; `MISSING` (ids.ts) where there is none. */
  readonly locations: Uint32Array;
  /** Where the locations of sample `i` begin; one more entry than samples. */
  readonly offsets: Uint32Array;
  /** Labels whose value is a text, three numbers each, by sample: the sample, and the strings of key and value. */
  readonly labels: Uint32Array;
  /**
   * Labels whose value is a number, five numbers each, by sample: the sample, the strings of key and unit (0 where none is written), and the
   * low and high half of the value.
   */
  readonly numbers: Uint32Array;
}

/** Places in the program. One place has several lines where calls were inlined, innermost first. */
export interface LocationColumns {
  readonly count: number;
  /** Low and high half of the address; for Go the call's own pc. */
  readonly addressLow: Uint32Array;
  readonly addressHigh: Uint32Array;
  /** Rows of {@link MappingColumns}; `MISSING` where the place belongs to none. */
  readonly mappings: Uint32Array;
  /** Where the lines of location `i` begin; one more entry than locations. */
  readonly lineOffsets: Uint32Array;
  /** Rows of {@link FunctionColumns}; `MISSING` where there is none. */
  readonly lineFunctions: Uint32Array;
  /** Line numbers; 0 where unknown. */
  readonly lineNumbers: Uint32Array;
}

/** Functions; all columns hold string indexes. */
export interface FunctionColumns {
  readonly count: number;
  readonly names: Uint32Array;
  readonly systemNames: Uint32Array;
  readonly files: Uint32Array;
}

/** Binaries and libraries that were mapped into the process. */
export interface MappingColumns {
  readonly count: number;
  /** String indexes. */
  readonly files: Uint32Array;
}

/** A decoded profile (github.com/google/pprof/proto/profile.proto). */
export interface Profile {
  readonly sampleTypes: readonly ValueType[];
  readonly samples: SampleColumns;
  readonly locations: LocationColumns;
  readonly functions: FunctionColumns;
  readonly mappings: MappingColumns;
  readonly strings: StringTable;
  readonly periodType?: ValueType;
  /** Between samples, in the unit of `periodType`. */
  readonly period?: ExactInt;
  /** Unix time in nanoseconds; absent where not written. */
  readonly timeNanos?: ExactInt;
  /** Nanoseconds; Go writes it for cpu and delta profiles only. */
  readonly durationNanos?: ExactInt;
  /** Name of the sample type to show first; only `allocs` of Go's profiles has one. */
  readonly defaultSampleType?: string;
}

/** The position of a sample type by its name; −1 where the profile has none. */
export function sampleTypeIndex(profile: Profile, type: string): number {
  return profile.sampleTypes.findIndex((candidate) => candidate.type === type);
}

/** One call as a profile knows it. Not yet safe to show. */
export interface Call {
  /** Absent where the place has no symbol or its name is lost. */
  readonly function?: string;
  /** Source file; where there is no function, the mapped binary or library. */
  readonly file?: string;
  readonly line?: number;
  /** The call was inlined into the next one of the same location. */
  readonly inlined: boolean;
}

/** The calls at a location, innermost first: one where nothing was inlined or nothing is known. */
export function callsAt(profile: Profile, location: number): readonly Call[] {
  const { locations, functions, mappings, strings } = profile;
  const first = locations.lineOffsets[location] ?? 0;
  const end = locations.lineOffsets[location + 1] ?? first;
  if (first >= end) {
    const file = strings.get(mappings.files[locations.mappings[location] ?? 0] ?? 0);
    return [{ inlined: false, ...(file ? { file } : {}) }];
  }
  const calls: Call[] = [];
  for (let i = first; i < end; i++) {
    const row = locations.lineFunctions[i] ?? functions.count;
    // Index 0 is the empty string: absent. An index beyond the table is a name that was cut off.
    const name = strings.get(functions.names[row] ?? 0) || strings.get(functions.systemNames[row] ?? 0);
    const file = strings.get(functions.files[row] ?? 0);
    const line = locations.lineNumbers[i];
    calls.push({
      inlined: i < end - 1,
      ...(name ? { function: name } : {}),
      ...(file ? { file } : {}),
      ...(line ? { line } : {}),
    });
  }
  return calls;
}
