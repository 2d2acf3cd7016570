import { indexRows, resolve } from './ids.ts';
import type { FunctionColumns, LocationColumns, MappingColumns, SampleColumns } from './profile.ts';
import type { SampleReader } from './samples.ts';
import type { FunctionReader, LocationReader, MappingReader } from './symbols.ts';

/** The tables of a profile, joined, and what did not fit. */
export interface Linked {
  readonly samples: SampleColumns;
  readonly locations: LocationColumns;
  readonly functions: FunctionColumns;
  readonly mappings: MappingColumns;
  /** The first reference that leads nowhere or to two rows, in words; absent where all is well. */
  readonly problem?: string;
}

/** Turns ids into rows. The readers' columns are reused, and must not be used afterwards. */
export function link(
  width: number,
  samples: SampleReader,
  locations: LocationReader,
  functions: FunctionReader,
  mappings: MappingReader,
): Linked {
  const locationRows = indexRows(locations.ids.subarray(0, locations.count));
  const functionRows = indexRows(functions.ids.subarray(0, functions.count));
  const mappingRows = indexRows(mappings.ids.subarray(0, mappings.count));
  const sampleLocations = samples.locations.view();
  const lineFunctions = locations.lineFunctions.view();
  const locationMappings = locations.mappings.subarray(0, locations.count);
  const lostLocations = resolve(sampleLocations, locationRows);
  const lostFunctions = resolve(lineFunctions, functionRows);
  // A location without a mapping is legal: the reader of google/pprof takes it, too.
  resolve(locationMappings, mappingRows);
  let problem: string | undefined;
  if (lostLocations > 0) problem = `${lostLocations} references to locations that are not in the file`;
  else if (lostFunctions > 0) problem = `${lostFunctions} references to functions that are not in the file`;
  else if (locationRows.ambiguous) problem = 'two locations have the same id, or one has the id 0';
  else if (functionRows.ambiguous) problem = 'two functions have the same id, or one has the id 0';
  return {
    samples: {
      count: samples.count,
      width,
      values: samples.values.subarray(0, samples.count * width),
      wideValues: samples.wideValues,
      locations: sampleLocations,
      offsets: samples.offsets.subarray(0, samples.count + 1),
      labels: samples.labels.view(),
      numbers: samples.numbers.view(),
    },
    locations: {
      count: locations.count,
      addressLow: locations.addressLow,
      addressHigh: locations.addressHigh,
      mappings: locationMappings,
      lineOffsets: locations.lineOffsets.subarray(0, locations.count + 1),
      lineFunctions,
      lineNumbers: locations.lineNumbers.view(),
    },
    functions: {
      count: functions.count,
      names: functions.names,
      systemNames: functions.systemNames,
      files: functions.files,
    },
    mappings: { count: mappings.count, files: mappings.files },
    ...(problem === undefined ? {} : { problem }),
  };
}
