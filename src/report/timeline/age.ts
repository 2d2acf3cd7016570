const UNITS = [
  ['d', 86_400],
  ['h', 3600],
  ['m', 60],
  ['s', 1],
] as const;

/** How long before a list a time on its clock was, in the largest unit and the one below it: `5m30s`, `2d4h`, `0s`. */
export function age(atMs: number): string {
  const seconds = Math.abs(Math.round(atMs / 1000));
  const first = UNITS.findIndex(([, size]) => seconds >= size);
  if (first < 0) return '0s';
  let left = seconds;
  return UNITS.slice(first, first + 2)
    .map(([unit, size]) => {
      const number = Math.floor(left / size);
      left -= number * size;
      return number === 0 ? '' : `${number}${unit}`;
    })
    .join('');
}
