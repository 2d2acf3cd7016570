import { linearRegex } from '../../matcher/regex.ts';

/** What was typed after `/`, ready to be used. */
export interface Filter {
  readonly matches: (haystack: string) => boolean;
  /** The words to light up in a row, lower case; absent for inverse filters and regular expressions. */
  readonly words?: string;
  /** Why the filter cannot be used; everything matches then. */
  readonly problem?: string;
}

/**
 * Reads a filter: text that the row must hold, whatever its case; `!` in front turns it round; `~` makes the rest a regular expression (RE2,
 * so that no pattern takes for ever). Haystacks are lower case. Undefined where it lets everything pass.
 */
export function parseFilter(typed: string): Filter | undefined {
  const inverse = typed.startsWith('!');
  const rest = inverse ? typed.slice(1) : typed;
  if (rest === '' || rest === '~') return undefined;
  if (!rest.startsWith('~')) {
    const words = rest.toLowerCase();
    return inverse ? { matches: (haystack) => !haystack.includes(words) } : { matches: (haystack) => haystack.includes(words), words };
  }
  try {
    const finds = linearRegex(`(?i)${rest.slice(1)}`);
    return { matches: inverse ? (haystack) => !finds(haystack) : finds };
  } catch (error) {
    return { matches: () => true, problem: error instanceof Error ? error.message : String(error) };
  }
}
