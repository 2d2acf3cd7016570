import { type SafeText, sanitize } from '../../src/text/safe-text.ts';

/** Longest message that is made a template; what follows is text of the program's own. */
const LONGEST = 2000;

/** Type names in the texts of runtime.TypeAssertionError and of unhashable keys: the rest is fixed. */
const TYPES: readonly RegExp[] = [
  /^(interface conversion: )(.+?)( is )(.+?)(, not )(.+?)( \(types from different (?:packages|scopes)\))?$/,
  /^(interface conversion: )(.+?)( is not )(.+?)(: missing method )(.+)$/,
  /^((?:runtime error: )?(?:hash of unhashable type:?|comparing uncomparable type) )(.+)$/,
  /^(value method )(.+?)( called using nil )(.+?)( pointer)$/,
];

/**
 * Replaces what differs between two events of one fault: hexadecimal words by HEX, quoted texts by S, numbers by N, types in the
 * runtime's own texts by T. The order is fixed, so that the same text gives the same template in every release of ours.
 */
export function templateOf(message: string): { readonly template: SafeText; readonly values: readonly SafeText[] } {
  const text = message.slice(0, LONGEST);
  for (const pattern of TYPES) {
    const match = pattern.exec(text);
    if (match !== null) {
      // Odd groups are the fixed words, even ones the types.
      const parts = match.slice(1).filter((part) => part !== undefined);
      return {
        template: sanitize(parts.map((part, i) => (i % 2 === 0 ? part : 'T')).join('')),
        values: parts.filter((_, i) => i % 2 === 1).map(sanitize),
      };
    }
  }
  const values: SafeText[] = [];
  const template = text.replace(/0x[0-9a-f]+|"[^"]{0,500}"|-?\b\d+(?:\.\d+)?\b/gi, (value) => {
    values.push(sanitize(value));
    return value.startsWith('"') ? 'S' : /^0x/i.test(value) ? 'HEX' : 'N';
  });
  return { template: sanitize(template), values };
}
