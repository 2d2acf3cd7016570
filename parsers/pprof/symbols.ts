import { IntColumn } from './columns.ts';
import type { Ids } from './ids.ts';
import type { Wire } from './wire.ts';

/** Reads messages of type Location into columns. One that cannot be read leaves nothing behind. */
export class LocationReader {
  count = 0;
  readonly ids: Uint32Array;
  readonly mappings: Uint32Array;
  readonly addressLow: Uint32Array;
  readonly addressHigh: Uint32Array;
  readonly lineOffsets: Uint32Array;
  readonly lineFunctions: IntColumn;
  readonly lineNumbers: IntColumn;
  readonly #locationIds: Ids;
  readonly #functionIds: Ids;
  readonly #mappingIds: Ids;

  constructor(count: number, locationIds: Ids, functionIds: Ids, mappingIds: Ids) {
    this.#locationIds = locationIds;
    this.#functionIds = functionIds;
    this.#mappingIds = mappingIds;
    this.ids = new Uint32Array(count);
    this.mappings = new Uint32Array(count);
    this.addressLow = new Uint32Array(count);
    this.addressHigh = new Uint32Array(count);
    this.lineOffsets = new Uint32Array(count + 1);
    this.lineFunctions = new IntColumn(count * 2);
    this.lineNumbers = new IntColumn(count * 2);
  }

  /** Reads one location, up to `wire.len`. */
  read(wire: Wire): void {
    const stop = wire.len;
    const row = this.count;
    let id = 0;
    let mapping = 0;
    let low = 0;
    let high = 0;
    let lines = this.lineFunctions.length;
    while (wire.pos < stop) {
      const tag = wire.tag();
      if (tag === 0x08) id = this.#locationIds.read(wire);
      else if (tag === 0x10) mapping = this.#mappingIds.read(wire);
      else if (tag === 0x18) {
        wire.read64();
        ({ low, high } = wire);
      } else if (tag === 0x22) {
        wire.len = wire.fieldEnd();
        this.#line(wire, lines++);
        wire.len = stop;
      } else wire.skipField(tag);
    }
    this.ids[row] = id;
    this.mappings[row] = mapping;
    this.addressLow[row] = low;
    this.addressHigh[row] = high;
    this.lineFunctions.length = lines;
    this.lineNumbers.length = lines;
    this.lineOffsets[row + 1] = lines;
    this.count++;
  }

  #line(wire: Wire, at: number): void {
    let functionId = 0;
    let line = 0;
    while (wire.pos < wire.len) {
      const tag = wire.tag();
      if (tag === 0x08) functionId = this.#functionIds.read(wire);
      else if (tag === 0x10) line = wire.small();
      else wire.skipField(tag);
    }
    this.lineFunctions.reserve(at + 1);
    this.lineNumbers.reserve(at + 1);
    this.lineFunctions.data[at] = functionId;
    this.lineNumbers.data[at] = line;
  }
}

/** Reads messages of type Function into columns. */
export class FunctionReader {
  count = 0;
  readonly ids: Uint32Array;
  readonly names: Uint32Array;
  readonly systemNames: Uint32Array;
  readonly files: Uint32Array;
  readonly #ids: Ids;

  constructor(count: number, ids: Ids) {
    this.#ids = ids;
    this.ids = new Uint32Array(count);
    this.names = new Uint32Array(count);
    this.systemNames = new Uint32Array(count);
    this.files = new Uint32Array(count);
  }

  /** Reads one function, up to `wire.len`. */
  read(wire: Wire): void {
    let id = 0;
    let name = 0;
    let systemName = 0;
    let file = 0;
    while (wire.pos < wire.len) {
      const tag = wire.tag();
      if (tag === 0x08) id = this.#ids.read(wire);
      else if (tag === 0x10) name = wire.stringIndex();
      else if (tag === 0x18) systemName = wire.stringIndex();
      else if (tag === 0x20) file = wire.stringIndex();
      else wire.skipField(tag);
    }
    this.ids[this.count] = id;
    this.names[this.count] = name;
    this.systemNames[this.count] = systemName;
    this.files[this.count++] = file;
  }
}

/** Reads messages of type Mapping into columns. */
export class MappingReader {
  count = 0;
  readonly ids: Uint32Array;
  readonly files: Uint32Array;
  readonly #ids: Ids;

  constructor(count: number, ids: Ids) {
    this.#ids = ids;
    this.ids = new Uint32Array(count);
    this.files = new Uint32Array(count);
  }

  /** Reads one mapping, up to `wire.len`. */
  read(wire: Wire): void {
    let id = 0;
    let file = 0;
    while (wire.pos < wire.len) {
      const tag = wire.tag();
      if (tag === 0x08) id = this.#ids.read(wire);
      else if (tag === 0x28) file = wire.stringIndex();
      else if (tag === 0x30) wire.stringIndex();
      else wire.skipField(tag);
    }
    this.ids[this.count] = id;
    this.files[this.count++] = file;
  }
}
