import { NO_STRING } from './wire.ts';
import type { Wire } from './wire.ts';

/** A ValueType before the string table is known: string indexes. */
export interface RawValueType {
  readonly type: number;
  readonly unit: number;
}

/** Stands for one that could not be read, so that the others keep their places. */
export const LOST_VALUE_TYPE: RawValueType = { type: NO_STRING, unit: NO_STRING };

/** Reads a message of type ValueType, up to `wire.len`. */
export function readValueType(wire: Wire): RawValueType {
  let type = 0;
  let unit = 0;
  while (wire.pos < wire.len) {
    const tag = wire.tag();
    if (tag === 0x08) type = wire.stringIndex();
    else if (tag === 0x10) unit = wire.stringIndex();
    else wire.skipField(tag);
  }
  return { type, unit };
}
