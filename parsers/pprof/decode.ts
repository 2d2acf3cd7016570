import type { ExactInt } from '../../src/text/exact.ts';
import { FIELD, frame, isProfileKey } from './framing.ts';
import type { Damage, Framing } from './framing.ts';
import { Ids } from './ids.ts';
import { link } from './link.ts';
import type { Profile, ValueType } from './profile.ts';
import { isProfile, namesResolve } from './recognise.ts';
import { SampleReader } from './samples.ts';
import { StringTable } from './strings.ts';
import { FunctionReader, LocationReader, MappingReader } from './symbols.ts';
import { LOST_VALUE_TYPE, readValueType } from './value-type.ts';
import type { RawValueType } from './value-type.ts';
import { explain, NO_STRING, Wire } from './wire.ts';

/** With so many broken records and fewer good ones the rest is not worth the time. */
const MOST_LOST = 10_000;

/** What a file turned out to be. */
export type Decoded =
  /** Not a profile. */
  | { readonly kind: 'unrecognized' }
  /** A profile, but its string table is lost: nothing says what its numbers mean. */
  | { readonly kind: 'unusable'; readonly damage: Damage }
  /** A profile. With damage: what could be saved of it. */
  | { readonly kind: 'profile'; readonly profile: Profile; readonly damage?: Damage };

/**
 * Decodes an uncompressed profile.proto. Pure; never throws; no length in the file makes it take more memory than a
 * small multiple of the file. A broken record inside a whole outline is left out and the rest is used.
 */
export function decodeProfile(bytes: Uint8Array): Decoded {
  const wire = new Wire(bytes);
  const framing = frame(wire);
  if ((framing.counts[FIELD.sampleType] ?? 0) === 0) return { kind: 'unrecognized' };
  return new Decoder(wire, framing).run();
}

class Decoder {
  readonly #wire: Wire;
  readonly #framing: Framing;
  readonly #strings: StringTable;
  readonly #mappings: MappingReader;
  readonly #locations: LocationReader;
  readonly #functions: FunctionReader;
  readonly #samples: SampleReader;
  readonly #sampleTypes: RawValueType[] = [];
  #periodType: RawValueType | undefined;
  #defaultSampleType = 0;
  readonly #numbers = new Map<number, ExactInt>();
  #damage: Damage | undefined;
  #lost = 0;

  constructor(wire: Wire, framing: Framing) {
    const count = (field: number): number => framing.counts[field] ?? 0;
    const [locationIds, functionIds, mappingIds] = [new Ids(), new Ids(), new Ids()];
    this.#wire = wire;
    this.#framing = framing;
    this.#strings = new StringTable(wire.buf, count(FIELD.string));
    this.#mappings = new MappingReader(count(FIELD.mapping), mappingIds);
    this.#locations = new LocationReader(count(FIELD.location), locationIds, functionIds, mappingIds);
    this.#functions = new FunctionReader(count(FIELD.function), functionIds);
    this.#samples = new SampleReader(count(FIELD.sampleType), count(FIELD.sample), framing.sampleBytes, locationIds);
  }

  run(): Decoded {
    this.#readFields();
    this.#damage ??= this.#framing.damage;
    const seen = {
      framing: this.#framing,
      sampleTypes: this.#sampleTypes,
      strings: this.#strings,
      records: this.#records(),
      lost: this.#lost,
    };
    if (!isProfile(seen)) return { kind: 'unrecognized' };
    if (!namesResolve(this.#sampleTypes, this.#strings)) {
      const { cut, at, reason } = this.#damage ?? { cut: true, at: this.#framing.end, reason: 'the file ends here' };
      const lost = 'the string table, which says what the numbers mean, is missing or incomplete';
      return { kind: 'unusable', damage: { cut, at, reason: `${lost}; ${reason}` } };
    }
    const profile = this.#profile();
    return { kind: 'profile', profile, ...(this.#damage ? { damage: this.#damage } : {}) };
  }

  /** The outline is known to be sound up to `end`: only what is inside the fields can fail here. */
  #readFields(): void {
    const wire = this.#wire;
    const { end } = this.#framing;
    wire.pos = 0;
    wire.len = end;
    while (wire.pos < end) {
      const at = wire.pos;
      const tag = wire.tag();
      if (!isProfileKey(tag)) {
        if (tag >>> 3 <= FIELD.docUrl) this.#note(at, `field ${tag >>> 3} has the wire type ${tag & 7}`);
        wire.skipField(tag);
        continue;
      }
      const body = wire.pos;
      const stop = (tag & 7) === 2 ? wire.fieldEnd() : 0;
      if (stop > 0) wire.len = stop;
      try {
        this.#field(tag >>> 3, stop);
      } catch (error) {
        const { at: where, reason } = explain(error, wire);
        this.#note(where, reason);
        this.#lost++;
        if (tag >>> 3 === FIELD.sampleType) this.#sampleTypes.push(LOST_VALUE_TYPE);
        if (this.#lost > MOST_LOST && this.#lost > this.#records()) return;
      }
      wire.len = end;
      if (stop > 0) wire.pos = stop;
      else {
        // A number of more bytes than 64 bits take is read in part only.
        wire.pos = body;
        wire.skipField(tag);
      }
    }
  }

  #field(field: number, stop: number): void {
    const wire = this.#wire;
    switch (field) {
      case FIELD.sample:
        this.#samples.read(wire);
        break;
      case FIELD.location:
        this.#locations.read(wire);
        break;
      case FIELD.function:
        this.#functions.read(wire);
        break;
      case FIELD.mapping:
        this.#mappings.read(wire);
        break;
      case FIELD.string:
        this.#strings.add(wire.pos, stop);
        break;
      case FIELD.sampleType:
        this.#sampleTypes.push(readValueType(wire));
        break;
      case FIELD.periodType:
        this.#periodType = readValueType(wire);
        break;
      case FIELD.time:
      case FIELD.duration:
      case FIELD.period:
        this.#numbers.set(field, wire.exactInt());
        break;
      case FIELD.defaultSampleType:
        this.#defaultSampleType = wire.stringIndex();
        break;
      default:
        // Frames to drop or keep, comments, the address of a page: strings that no fact shows.
        if (stop === 0) wire.stringIndex();
        else while (wire.pos < stop) wire.stringIndex();
    }
  }

  #records(): number {
    return this.#samples.count + this.#locations.count + this.#functions.count + this.#mappings.count;
  }

  #number(field: number): ExactInt | undefined {
    const value = this.#numbers.get(field);
    return value === 0 ? undefined : value;
  }

  /** Joins the tables; what leads nowhere is noted. Only for profiles whose sample types resolve. */
  #profile(): Profile {
    const strings = this.#strings;
    const wire = this.#wire;
    const resolveType = ({ type, unit }: RawValueType): ValueType => ({
      type: strings.get(type) ?? '',
      unit: strings.get(unit) ?? '',
    });
    const sampleTypes = this.#sampleTypes.map(resolveType);
    const { problem, ...tables } = link(sampleTypes.length, this.#samples, this.#locations, this.#functions, this.#mappings);
    if (wire.highestString >= strings.count) {
      const index = wire.highestString === NO_STRING ? 'a string with an impossible number' : `string ${wire.highestString}`;
      this.#note(wire.highestStringAt, `${index} is referred to, but the table has ${strings.count} strings`);
    }
    if (problem !== undefined) this.#note(this.#framing.end, problem);
    const period = this.#number(FIELD.period);
    const timeNanos = this.#number(FIELD.time);
    const durationNanos = this.#number(FIELD.duration);
    const defaultSampleType = strings.get(this.#defaultSampleType);
    return {
      sampleTypes,
      ...tables,
      strings,
      ...(this.#periodType ? { periodType: resolveType(this.#periodType) } : {}),
      ...(period === undefined ? {} : { period }),
      ...(timeNanos === undefined ? {} : { timeNanos }),
      ...(durationNanos === undefined ? {} : { durationNanos }),
      ...(defaultSampleType ? { defaultSampleType } : {}),
    };
  }

  /** The first place in the file counts: what is behind it may only follow from it. */
  #note(at: number, reason: string): void {
    this.#damage ??= { cut: false, at, reason };
  }
}
