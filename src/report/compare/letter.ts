/** What a side is called in the table: A, B … Z, then by number. */
export function letter(index: number): string {
  return index < 26 ? String.fromCodePoint(65 + index) : String(index + 1);
}
