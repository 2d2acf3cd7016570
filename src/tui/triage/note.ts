/** What a note is joined from: Persian and Indic words, and emoji, fall apart without these two. */
const JOINERS: ReadonlySet<string> = new Set(['\u200c', '\u200d']);

/**
 * What was typed or pasted as it is kept: one line without controls, format characters and halves of characters. Nothing is spelt out in it: that
 * is done where a note is shown.
 */
export function noteText(raw: string): string {
  return raw
    .replaceAll(/[\r\n\t\u2028\u2029]+/g, ' ')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}]/gu, (character) => (JOINERS.has(character) ? character : ''));
}
