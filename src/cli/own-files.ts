import { fstatSync, statSync } from 'node:fs';
import { identity } from '../bundle/identity.ts';

/**
 * The files that this run writes to: the report's, and what standard output and error were sent to. With
 * `goroner . > report.txt` the report lies in the bundle; its quotes of a panic are no panic.
 */
export function ownFiles(output: string | undefined): ReadonlySet<string> {
  const looks = [
    () => fstatSync(1, { bigint: true }),
    () => fstatSync(2, { bigint: true }),
    ...(output === undefined ? [] : [() => statSync(output, { bigint: true })]),
  ];
  const own = new Set<string>();
  for (const look of looks) {
    try {
      const status = look();
      if (status.isFile()) own.add(identity(status));
    } catch {
      // Closed, or not there yet.
    }
  }
  return own;
}
