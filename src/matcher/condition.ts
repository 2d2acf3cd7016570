/** A part of a condition: a name, or `not`, `and` or `or` over other parts. */
export interface Clause {
  /** As it can be read: `culprit or not survived`. */
  readonly text: string;
  /** What joins its parts; absent for a name. */
  readonly operator?: 'not' | 'and' | 'or';
  /** What it is made of; nothing for a name. */
  readonly parts: readonly Clause[];
  /** Its value, given which selections hold. */
  readonly holds: (matched: (name: string) => boolean) => boolean;
}

/** A boolean expression over the names of a signature's selections: `panic and (culprit or not survived)`. */
export interface Condition extends Clause {
  /** Names that it mentions, in order, each once. */
  readonly names: readonly string[];
}

/**
 * Parses a condition. Operators by binding, tightest first: `not`, `and`, `or`; parentheses group.
 *
 * @throws Error naming the position and what was expected.
 */
export function parseCondition(text: string): Condition {
  const tokens = [...text.matchAll(/[()]|[^\s()]+/g)].map((match) => ({ word: match[0], at: match.index }));
  const names = new Set<string>();
  let next = 0;
  const peek = () => tokens[next]?.word;

  function fail(expected: string): never {
    const token = tokens[next];
    throw new Error(
      token === undefined
        ? `condition ends where ${expected} is expected: "${text}"`
        : `condition has "${token.word}" at character ${token.at + 1} where ${expected} is expected: "${text}"`,
    );
  }

  function list(operator: 'and' | 'or', operand: () => Clause, combine: (parts: readonly Clause[]) => Clause['holds']): Clause {
    const parts = [operand()];
    while (peek() === operator) {
      next++;
      parts.push(operand());
    }
    const [only, ...others] = parts;
    if (only !== undefined && others.length === 0) return only;
    return { text: parts.map(inParentheses).join(` ${operator} `), operator, parts, holds: combine(parts) };
  }

  const either = (): Clause => list('or', both, (parts) => (matched) => parts.some(({ holds }) => holds(matched)));
  const both = (): Clause => list('and', single, (parts) => (matched) => parts.every(({ holds }) => holds(matched)));

  function single(): Clause {
    const word = peek();
    if (word === 'not') {
      next++;
      const operand = single();
      return { text: `not ${inParentheses(operand)}`, operator: 'not', parts: [operand], holds: (matched) => !operand.holds(matched) };
    }
    if (word === '(') {
      next++;
      const inner = either();
      if (peek() !== ')') fail('")"');
      next++;
      return inner;
    }
    if (word === undefined || word === ')' || word === 'and' || word === 'or') fail('a name');
    next++;
    names.add(word);
    return { text: word, parts: [], holds: (matched) => matched(word) };
  }

  const root = either();
  if (next < tokens.length) fail('"and", "or" or the end');
  return { names: [...names], ...root };
}

/** A clause as it stands within another one. */
function inParentheses({ text, parts }: Clause): string {
  return parts.length > 1 ? `(${text})` : text;
}
