/**
 * A fact whose citations run downwards in the file. Parsers see the lines of a log whose newest line stands first in the order in which they
 * were printed, so the first line of what they cite stands below the last one.
 */
export function upright<T>(value: T): T {
  if (Array.isArray(value)) return value.map((one: unknown) => upright(one)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const copy: Record<string, unknown> = {};
  for (const [name, one] of Object.entries(value)) copy[name] = upright(one);
  const { firstLine, lastLine } = copy;
  if (typeof firstLine === 'number' && typeof lastLine === 'number' && firstLine > lastLine) {
    copy['firstLine'] = lastLine;
    copy['lastLine'] = firstLine;
  }
  return copy as T;
}
