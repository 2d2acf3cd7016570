import { UsageError } from '../bundle/entry.ts';

/**
 * Checks what is to be compared.
 *
 * @throws UsageError where there are not two sides, or standard input is two of them.
 */
export function checkSides(paths: readonly string[]): void {
  if (paths.length < 2)
    throw new UsageError(`${paths.length === 0 ? 'no path' : 'one path only'}; give two or more to compare, in order of time`);
  if (paths.filter((path) => path === '-').length > 1) throw new UsageError('- is given twice; standard input can be read once');
}
