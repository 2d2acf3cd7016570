/** The texts that have not come before; they are known from then on. */
export function fresh(texts: readonly string[], known: Set<string>): string[] {
  return texts.filter((text) => {
    if (text === '' || known.has(text)) return false;
    known.add(text);
    return true;
  });
}
