import { type SafeText, sanitize } from '../../text/safe-text.ts';
import { type RawPath, fromBytes, shownPath } from '../raw-name.ts';

/** Bytes of a name in an archive, and directories in it. */
const MOST_BYTES = 4096;
const MOST_DEPTH = 64;
/** Characters that are shown of a name that is too long. */
const SHOWN = 200;

/** A name in an archive as a path below it, or why it is none. */
export type VirtualName =
  | { readonly kind: 'path'; readonly path: RawPath }
  /** The archive's own root. */
  | { readonly kind: 'root' }
  | { readonly kind: 'refused'; readonly shown: SafeText; readonly reason: string };

/**
 * Makes a path below the archive of a name that stands in it. Nothing is ever written to such a path; but what is shown must
 * not pretend to be a file elsewhere. A backslash is a separator, except in systemd's escapes (`dev-disk\x2dby.device`),
 * which are names on Linux. Drives and leading slashes go.
 */
export function virtualName(name: Uint8Array): VirtualName {
  const raw = fromBytes(name);
  const refused = (reason: string): VirtualName => ({ kind: 'refused', shown: sanitize(shown(raw)), reason });
  if (raw.length > MOST_BYTES) return refused(`its name has more than ${MOST_BYTES} bytes`);
  if (raw.includes('\0')) return refused('its name holds a NUL');
  const slashed = raw.replace(/\\(?!x[0-9a-f]{2})/g, '/').replace(/^\/\/[?.]\//, '');
  const parts = slashed
    .replace(/^\/*[A-Za-z]:(?=\/|$)/, '')
    .split('/')
    .filter((part) => part !== '' && part !== '.');
  if (parts.some((part) => part.split('\\').includes('..'))) return refused('its name leads out of the archive (..)');
  if (parts.length > MOST_DEPTH) return refused(`it lies more than ${MOST_DEPTH} directories deep`);
  return parts.length === 0 ? { kind: 'root' } : { kind: 'path', path: parts.join('/') };
}

function shown(raw: RawPath): string {
  const path = shownPath(raw.slice(0, SHOWN));
  return raw.length > SHOWN ? `${path}…` : path;
}
