/** Indent of the lines that go on. */
const REST = '  ';

/**
 * Breaks a command of a shell into lines that do the same when they are pasted: after `;`, `|`, `&&` and `||`, where a shell
 * reads on, else at a blank with a backslash. What stands in quotes stays whole, even where it is wider.
 *
 * @param width Columns. Commands are ASCII.
 */
export function foldCommand(command: string, width: number): readonly string[] {
  const lines: string[] = [];
  let rest = command;
  while (rest.length > width) {
    const blanks = blanksOutsideQuotes(rest);
    const goesOn = blanks.filter((at) => at <= width && /(?:;|\||&&)$/.test(rest.slice(0, at)));
    const fitting = blanks.filter((at) => at + 2 <= width);
    // Where a shell reads on anyway is the better place, unless hardly anything would stand on the line.
    const at = goesOn.findLast((one) => one >= width / 3) ?? fitting.at(-1) ?? blanks[0];
    if (at === undefined) break;
    const head = rest.slice(0, at);
    lines.push(/(?:;|\||&&)$/.test(head) ? head : `${head} \\`);
    rest = REST + rest.slice(at + 1);
  }
  return [...lines, rest];
}

/** Places of the single blanks at which a line may be broken. */
function blanksOutsideQuotes(text: string): readonly number[] {
  const found: number[] = [];
  let quote = '';
  for (let i = REST.length; i < text.length; i++) {
    const char = text[i] ?? '';
    if (char === '\\' && quote !== "'") i++;
    else if (quote !== '') quote = char === quote ? '' : quote;
    else if (char === "'" || char === '"') quote = char;
    // The rest is a comment.
    else if (char === '#' && text[i - 1] === ' ') break;
    else if (char === ' ') found.push(i);
  }
  return found;
}
