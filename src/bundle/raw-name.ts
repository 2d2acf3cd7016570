import { type SafeText, oneLine } from '../text/safe-text.ts';

/**
 * A path whose bytes survive: one character for each byte (latin1), since a name on disk need not be UTF-8. Line ends are
 * moved out of the way (U+F00A, U+F00D): the expressions of fast-glob do not match them and would lose the file.
 */
export type RawPath = string;

/** The raw form of a path given as text. */
export function rawPath(path: string): RawPath {
  return fromBytes(Buffer.from(path, 'utf8'));
}

/** The raw form of bytes that the file system gave. */
export function fromBytes(bytes: Uint8Array): RawPath {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString('latin1')
    .replaceAll('\n', '\uf00a')
    .replaceAll('\r', '\uf00d');
}

/** The path as the file system takes it. */
export function toBytes(path: RawPath): Buffer {
  return Buffer.from(path.replaceAll('\uf00a', '\n').replaceAll('\uf00d', '\r'), 'latin1');
}

/** The path as it is shown: on one line, bytes that are not UTF-8 spelt out (`caf\xe9.log`). */
export function shownPath(path: RawPath): SafeText {
  const bytes = toBytes(path);
  const text = bytes.toString('utf8');
  if (!text.includes('\ufffd')) return oneLine(text);
  return oneLine(spellOut(bytes));
}

/** Decodes character by character, so that only the bytes that are no UTF-8 are spelt out. */
function spellOut(bytes: Buffer): string {
  let text = '';
  for (let at = 0; at < bytes.length;) {
    const lead = bytes[at] ?? 0;
    const length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    const character = bytes.subarray(at, at + length);
    const one = character.toString('utf8');
    const whole = Buffer.from(one, 'utf8').equals(character);
    text += whole ? one : `\\x${lead.toString(16).padStart(2, '0')}`;
    at += whole ? length : 1;
  }
  return text;
}
