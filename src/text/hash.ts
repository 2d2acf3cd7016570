import { hash } from 'node:crypto';

/** A short name for a text: the first 16 hex digits of its SHA-256. The same text has the same name everywhere. */
export function shortHash(text: string): string {
  return hash('sha256', text, 'hex').slice(0, 16);
}
