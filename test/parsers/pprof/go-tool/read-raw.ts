/** One call of a location. */
interface RawCall {
  readonly name: string;
  readonly line: number;
}

/** A location as printed. */
interface RawLocation {
  readonly address: string;
  readonly calls: RawCall[];
}

/** What `-raw` prints of a profile. */
export interface Raw {
  /** `inuse_space/bytes`. */
  readonly types: readonly string[];
  readonly samples: readonly { readonly values: readonly bigint[]; readonly locations: readonly string[]; readonly objectBytes?: bigint }[];
  readonly locations: ReadonlyMap<string, RawLocation>;
}

/**
 * Reads what `go tool pprof -raw` prints (`(*Profile).String` in github.com/google/pprof/profile): sample types, every sample with its values
 * and locations, every location with its calls. Nothing of it goes through our own readers.
 */
export function readRaw(text: string): Raw {
  const lines = text.split('\n');
  const head = lines.indexOf('Samples:');
  const locationsAt = lines.indexOf('Locations', head);
  const mappingsAt = lines.indexOf('Mappings', locationsAt);
  const types = (lines[head + 1] ?? '').replaceAll('[dflt]', '').trim().split(/\s+/);
  // `1 10000: 3 4 5`; its labels stand on lines of their own, in brackets.
  const samples = lines.slice(head + 2, locationsAt).flatMap((line, i, all) => {
    const match = /^\s*(-?\d+(?:\s+-?\d+)*): ([\d ]*)$/.exec(line);
    if (match === null) return [];
    const [, values = '', locations = ''] = match;
    const size = /^\s+bytes:\[(\d+)/.exec(all[i + 1] ?? '')?.[1];
    return [
      {
        values: values.split(/\s+/).map(BigInt),
        locations: locations.split(' ').filter((one) => one !== ''),
        ...(size === undefined ? {} : { objectBytes: BigInt(size) }),
      },
    ];
  });
  const locations = new Map<string, RawLocation>();
  let last: RawLocation | undefined;
  for (const line of lines.slice(locationsAt + 1, mappingsAt)) {
    const match = /^ *(\d+): (0x[0-9a-f]+) (?:M=\d+ )?(?:\[F\] )?(.*)$/.exec(line);
    if (match !== null) {
      last = { address: match[2] ?? '', calls: [] };
      locations.set(match[1] ?? '', last);
    }
    const call = readCall(match === null ? line.trim() : (match[3] ?? ''));
    if (call !== undefined) last?.calls.push(call);
  }
  return { types, samples, locations };
}

/** `main.put /src/main.go:17:0 s=12`; names and files may hold blanks, a file's path begins behind the first one before a slash. */
function readCall(text: string): RawCall | undefined {
  const match = /^(.*?) ((?:\/|[A-Za-z]:|[\w.@-]+\/|_|<|\?)[^ ]*(?: [^ ]+)*|):(\d+):\d+ s=\d+(?:\(.*\))?$/.exec(text);
  return match === null ? undefined : { name: match[1] ?? '', line: Number(match[3]) };
}
