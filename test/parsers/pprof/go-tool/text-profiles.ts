/** Profiles that have a text form, by what tells them apart there. */
export type TextKind = 'heap' | 'block' | 'mutex' | 'goroutine' | 'goroutineleak' | 'threadcreate';

/** One profile in text form. */
export interface TextProfile {
  readonly kind: TextKind;
  /** As pprof's own reader takes it. */
  readonly lines: string[];
  /** The program counters of each record as they stand there, and the calls that are printed below: pprof's own reader leaves these out. */
  readonly records: { readonly counters: string; readonly calls: { readonly address: string; readonly text: string | undefined }[] }[];
}

const HEAD = /^(?:heap profile: .* @ heap\/\d+|(goroutine|goroutineleak|threadcreate) profile: total \d+|--- (contention|mutex):)$/;
const RECORD = /^(?:-?\d+: -?\d+ \[-?\d+: -?\d+\]|\d+ \d+|\d+) @((?: 0x[0-9a-f]+)*)$/;
const CALL = /^#\s+(0x[0-9a-f]+)(?:\s+(\S.*)\+0x[0-9a-f]+\s+\S.*:(\d+))?$/;
const KINDS: Readonly<Record<string, TextKind>> = {
  goroutine: 'goroutine',
  goroutineleak: 'goroutineleak',
  threadcreate: 'threadcreate',
  contention: 'block',
  mutex: 'mutex',
};

/** The profiles in text form of a file. Nothing of it goes through our own readers. Whatever stands between two profiles is left out. */
export function textProfiles(text: string): TextProfile[] {
  const profiles: TextProfile[] = [];
  let open: TextProfile | undefined;
  for (const line of text.split(/\r?\n/)) {
    const head = HEAD.exec(line);
    if (head !== null) {
      open = { kind: KINDS[head[1] ?? head[2] ?? ''] ?? 'heap', lines: [], records: [] };
      profiles.push(open);
    }
    if (open === undefined) continue;
    const record = RECORD.exec(line);
    const call = CALL.exec(line);
    if (record !== null) open.records.push({ counters: record[1] ?? '', calls: [] });
    else if (call !== null)
      open.records.at(-1)?.calls.push({ address: call[1] ?? '', text: call[2] === undefined ? undefined : `${call[2]}:${call[3]}` });
    else if (line.startsWith('=====')) open = undefined;
    open?.lines.push(line);
  }
  return profiles;
}
