/** Words that people name the earlier of two snapshots with. The alphabet has most of them the wrong way round. */
const EARLY: ReadonlySet<string> = new Set(['before', 'baseline', 'first', 'start', 'begin', 'early', 'old', 'previous']);
/** Words that they name the later one with. */
const LATE: ReadonlySet<string> = new Set(['after', 'last', 'end', 'late', 'new', 'current']);

/**
 * Orders file names as people read them: runs of digits as numbers (`dump-2` before `dump-10`), words of time by their
 * meaning (`before` before `after`), everything else by its characters, upper and lower case alike.
 * A total order: 0 only for equal names.
 */
export function naturalOrder(a: string, b: string): number {
  const left = tokens(a);
  const right = tokens(b);
  for (let i = 0; i < Math.min(left.length, right.length); i += 1) {
    const order = compareTokens(left[i] ?? '', right[i] ?? '');
    if (order !== 0) return order;
  }
  return left.length - right.length || compareText(a, b);
}

function tokens(name: string): string[] {
  return name.toLowerCase().match(/\d+|[a-z]+|[^\da-z]+/g) ?? [];
}

function compareTokens(a: string, b: string): number {
  if (a === b) return 0;
  if (isDigits(a) && isDigits(b)) {
    // By length first: no number is too long for that.
    const x = a.replace(/^0+/, '');
    const y = b.replace(/^0+/, '');
    return x.length - y.length || compareText(x, y);
  }
  return rank(a) - rank(b) || compareText(a, b);
}

function rank(token: string): number {
  return EARLY.has(token) ? 0 : LATE.has(token) ? 2 : 1;
}

function isDigits(token: string): boolean {
  return token >= '0' && token < ':';
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
