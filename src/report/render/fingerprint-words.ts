import type { Fingerprint } from '../../fingerprint/fingerprint.ts';
import { type SafeText, sanitize } from '../../text/safe-text.ts';

/** A fingerprint in a line: `3c9fde6aee10d7d7 (gofp/1, level L3)`, or why there is none. */
export function fingerprintWords({ algorithm, level, hash, reason }: Fingerprint): SafeText {
  return sanitize(hash === null ? `none: ${reason ?? 'not made'}` : `${hash} (${algorithm}, level ${level})`);
}
