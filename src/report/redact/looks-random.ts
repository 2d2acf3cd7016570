/** Whether a word is rather a token than English: "basic authentication" is no credential. */
export function looksRandom(word: string): boolean {
  return word.length >= 6 && (/[\d=+/~]/.test(word) || /[a-z][A-Z]/.test(word));
}
