/** Texts whose results are kept at once: past that all are forgotten, since hostile input must not fill the memory. */
const MOST = 262_144;

/** A function of a text that remembers what it gave: for texts that come again and again, such as the names of functions. */
export function remembered<T>(compute: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined || known.has(text)) return before as T;
    const result = compute(text);
    if (known.size >= MOST) known.clear();
    known.set(text, result);
    return result;
  };
}
