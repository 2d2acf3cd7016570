import { RE2JS } from 're2js';

/**
 * Compiles a signature's regular expression. RE2 syntax: no look-around, no back-references, and in return matching in
 * linear time, whatever the text; signatures and the texts they meet both come from others.
 *
 * @throws Error with the reason where the pattern is not RE2 syntax.
 */
export function linearRegex(pattern: string): (text: string) => boolean {
  const compiled = RE2JS.compile(pattern);
  return (text) => compiled.matcher(text).find();
}
