import type { BigIntStats } from 'node:fs';

/** What tells a file from every other one, whatever its name. */
export function identity({ dev, ino }: Pick<BigIntStats, 'dev' | 'ino'>): string {
  return `${dev}:${ino}`;
}
