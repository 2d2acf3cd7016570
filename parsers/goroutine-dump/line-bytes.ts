const LINE_END = 10;
const SPACE = 32;

/** Bytes of argument lists, as line-kind.ts has them: digits, a–f, `x { } ? , space . _`. */
export const ARGUMENT = new Uint8Array(256);
for (const byte of Buffer.from('0123456789abcdefx{}?, ._')) ARGUMENT[byte] = 1;
const HEX = new Uint8Array(256);
for (const byte of Buffer.from('0123456789abcdef')) HEX[byte] = 1;

/** The end of the line behind ` +0x1d fp=0x… sp=0x… pc=0x…`, each part of which may be missing as in line-kind.ts; -1 otherwise. */
export function tailEnd(bytes: Uint8Array, start: number): number {
  let at = start;
  if (bytes[at] === LINE_END) return at;
  if (bytes[at] === SPACE && bytes[at + 1] === 43) at = hexEnd(bytes, at + 2);
  if (at < 0 || bytes[at] === LINE_END) return at;
  at = pointerEnd(bytes, at, 102, 112);
  if (at >= 0) at = pointerEnd(bytes, at, 115, 112);
  if (at < 0 || bytes[at] === LINE_END) return at;
  at = pointerEnd(bytes, at, 112, 99);
  return at >= 0 && bytes[at] === LINE_END ? at : -1;
}

/** Behind ` fp=0x…`, by its two letters. */
function pointerEnd(bytes: Uint8Array, at: number, first: number, second: number): number {
  const named = bytes[at] === SPACE && bytes[at + 1] === first && bytes[at + 2] === second && bytes[at + 3] === 61;
  return named ? hexEnd(bytes, at + 4) : -1;
}

function hexEnd(bytes: Uint8Array, start: number): number {
  if (bytes[start] !== 48 || bytes[start + 1] !== 120) return -1;
  let at = start + 2;
  while (HEX[bytes[at] ?? 0] === 1) at++;
  return at > start + 2 && at - start <= 18 ? at : -1;
}
