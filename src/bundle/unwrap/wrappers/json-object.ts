/** An object as JSON gives it. Its keys come from the bundle: it is only read, never merged into another object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The object that a line holds, and nothing else; undefined where it holds none. */
export function parseObject(line: string): JsonObject | undefined {
  const start = line.charCodeAt(0) === 0x7b ? 0 : line.search(/\S/);
  if (line.charCodeAt(start) !== 0x7b) return undefined;
  const end = line.trimEnd();
  // A record in a listing may end in a comma.
  const text = end.endsWith('},') ? end.slice(start, -1) : end.slice(start);
  if (!text.endsWith('}')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return asObject(value);
  } catch {
    return undefined;
  }
}

/** The value where it is an object and no list. */
export function asObject(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

/** A field of an object that is an object itself. */
export function objectIn(object: JsonObject | undefined, name: string): JsonObject | undefined {
  return object !== undefined && Object.hasOwn(object, name) ? asObject(object[name]) : undefined;
}

/** A field of an object that is a text; the first one where it is a list of texts. */
export function textIn(object: JsonObject | undefined, name: string): string | undefined {
  if (object === undefined || !Object.hasOwn(object, name)) return undefined;
  const value = object[name];
  if (typeof value === 'string') return value;
  return Array.isArray(value) && typeof value[0] === 'string' ? value[0] : undefined;
}
