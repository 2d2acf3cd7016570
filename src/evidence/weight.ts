/** Bytes that a field or an element is taken to cost beside its text. */
const NODE = 16;

/**
 * About how many bytes a piece of plain data (objects, lists, texts, numbers) takes in memory, and as JSON. Data that
 * stands in it twice counts twice, as it does in JSON.
 */
export function weightOf(value: unknown): number {
  if (typeof value === 'string') return NODE + value.length;
  if (value === null || typeof value !== 'object') return NODE;
  let weight = NODE;
  if (Array.isArray(value)) for (const one of value) weight += weightOf(one);
  else for (const key in value) weight += key.length + weightOf((value as Readonly<Record<string, unknown>>)[key]);
  return weight;
}
