import { Writer, util } from 'protobufjs/minimal.js';

/** A call for {@link buildProfile}: function, file, line. */
export type Line = readonly [name: string, file: string, line: number];

/** What to build. Numbers may be bigint where they are beyond 2^53. */
export interface ProfilePlan {
  readonly sampleTypes: readonly (readonly [type: string, unit: string])[];
  /** `stack`: locations by name, leaf first. */
  readonly samples: readonly {
    readonly stack: readonly string[];
    readonly values: readonly (number | bigint)[];
    readonly labels?: Readonly<Record<string, string | number | bigint>>;
  }[];
  /** Location name → lines, innermost first. Without lines: a place without symbols. */
  readonly locations: Readonly<Record<string, readonly Line[]>>;
  readonly period?: readonly [type: string, unit: string, period: number | bigint];
  readonly time?: bigint;
  readonly duration?: bigint;
  readonly defaultType?: string;
  /** Repeated numbers in packed form (google/pprof, Go with more than two) or one field each (Go with one or two). */
  readonly packed?: boolean;
  /** Go writes the string table last. */
  readonly stringsFirst?: boolean;
  /** Adds fields that no version of profile.proto has, in every message and of every wire type. */
  readonly unknownFields?: boolean;
  /** Id of the n-th location and function (from 0); n + 1 where not given. */
  readonly id?: (n: number) => bigint;
}

interface Long {
  readonly low: number;
  readonly high: number;
  readonly unsigned: boolean;
}

function long(value: number | bigint): Long {
  const big = BigInt.asUintN(64, BigInt(value));
  return { low: Number(big & 0xffffffffn) | 0, high: Number(big >> 32n) | 0, unsigned: false };
}

/** A field with a number; 0 is not written, as in all of proto3. */
function number(writer: Writer, field: number, value: number | bigint): void {
  if (BigInt(value) !== 0n) writer.uint32(field << 3).int64(long(value));
}

/** Writes a profile in the wire form of profile.proto, with protobufjs's Writer. */
export function buildProfile(plan: ProfilePlan): Uint8Array {
  if (!util.Long) throw new Error('protobufjs runs without 64-bit numbers');
  const strings: string[] = [''];
  const text = (value: string): number => {
    const known = strings.indexOf(value);
    return known >= 0 ? known : strings.push(value) - 1;
  };
  const id = plan.id ?? ((n: number): bigint => BigInt(n) + 1n);
  const locationNames = Object.keys(plan.locations);
  const functions = new Map<string, readonly [name: string, file: string]>();
  for (const lines of Object.values(plan.locations)) for (const [name, file] of lines) functions.set(`${name}\n${file}`, [name, file]);
  const functionNames = [...functions.keys()];

  const body = new Writer();
  const repeated = (writer: Writer, field: number, values: readonly (number | bigint)[]): void => {
    if (plan.packed) {
      writer.uint32((field << 3) | 2).fork();
      for (const value of values) writer.int64(long(value));
      writer.ldelim();
    } else for (const value of values) writer.uint32(field << 3).int64(long(value));
  };
  const message = (writer: Writer, field: number, write: (inner: Writer) => void): void => {
    writer.uint32((field << 3) | 2).fork();
    write(writer);
    if (plan.unknownFields) unknown(writer);
    writer.ldelim();
  };
  const valueType = (field: number, [type, unit]: readonly [string, string]): void =>
    message(body, field, (inner) => {
      number(inner, 1, text(type));
      number(inner, 2, text(unit));
    });

  for (const type of plan.sampleTypes) valueType(1, type);
  if (plan.period) {
    valueType(11, [plan.period[0], plan.period[1]]);
    number(body, 12, plan.period[2]);
  }
  if (plan.time !== undefined) number(body, 9, plan.time);
  if (plan.duration !== undefined) number(body, 10, plan.duration);
  if (plan.defaultType !== undefined) number(body, 14, text(plan.defaultType));
  for (const sample of plan.samples) {
    message(body, 2, (inner) => {
      repeated(
        inner,
        1,
        sample.stack.map((name) => id(locationNames.indexOf(name))),
      );
      repeated(inner, 2, sample.values);
      for (const [key, value] of Object.entries(sample.labels ?? {}))
        message(inner, 3, (label) => {
          number(label, 1, text(key));
          if (typeof value === 'string') number(label, 2, text(value));
          else number(label, 3, value);
        });
    });
  }
  message(body, 3, (inner) => {
    number(inner, 1, 1);
    number(inner, 2, 0x400000);
    number(inner, 5, text('/app/server'));
    number(inner, 7, 1);
  });
  locationNames.forEach((name, n) =>
    message(body, 4, (inner) => {
      number(inner, 1, id(n));
      number(inner, 2, 1);
      number(inner, 3, 0x400000n + BigInt(n) * 16n);
      for (const [fn, file, line] of plan.locations[name] ?? [])
        message(inner, 4, (entry) => {
          number(entry, 1, id(functionNames.indexOf(`${fn}\n${file}`)));
          number(entry, 2, line);
        });
    }),
  );
  functionNames.forEach((key, n) =>
    message(body, 5, (inner) => {
      const [name, file] = functions.get(key) ?? ['', ''];
      number(inner, 1, id(n));
      number(inner, 2, text(name));
      number(inner, 3, text(name));
      number(inner, 4, text(file));
      number(inner, 5, 1);
    }),
  );
  if (plan.unknownFields) unknown(body);
  const rest = body.finish();
  const table = new Writer();
  for (const entry of strings) table.uint32(0x32).string(entry);
  const head = table.finish();
  return plan.stringsFirst ? join(head, rest) : join(rest, head);
}

/** Fields 100 to 103: a varint of ten bytes, 64 bits, a length with bytes, 32 bits. */
function unknown(writer: Writer): void {
  writer.uint32((100 << 3) | 0).int64(long(-1));
  writer.uint32((101 << 3) | 1).fixed64(long(7));
  writer.uint32((102 << 3) | 2).bytes(Uint8Array.of(1, 2, 3));
  writer.uint32((103 << 3) | 5).fixed32(7);
}

/** One array behind the other. */
export function join(...parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
