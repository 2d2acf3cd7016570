/** A boolean expression over the names of a signature's selections: `panic and (culprit or not survived)`. */
export interface Condition {
  /** Names that it mentions, in order, each once. */
  readonly names: readonly string[];
  /** Its value, given which selections hold. */
  holds(matched: (name: string) => boolean): boolean;
}

type Node = (matched: (name: string) => boolean) => boolean;

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

  function list(operator: string, operand: () => Node, combine: (nodes: Node[]) => Node): Node {
    const nodes = [operand()];
    while (peek() === operator) {
      next++;
      nodes.push(operand());
    }
    const [only, ...others] = nodes;
    return only !== undefined && others.length === 0 ? only : combine(nodes);
  }

  const either = (): Node => list('or', both, (nodes) => (matched) => nodes.some((node) => node(matched)));
  const both = (): Node => list('and', single, (nodes) => (matched) => nodes.every((node) => node(matched)));

  function single(): Node {
    const word = peek();
    if (word === 'not') {
      next++;
      const operand = single();
      return (matched) => !operand(matched);
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
    return (matched) => matched(word);
  }

  const root = either();
  if (next < tokens.length) fail('"and", "or" or the end');
  return { names: [...names], holds: root };
}
