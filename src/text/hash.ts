import { createHash } from 'node:crypto';

/** A short name for a text: the first 16 hex digits of its SHA-256. The same text has the same name everywhere. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
