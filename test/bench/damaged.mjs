import { createRandom } from './random.mjs';

/** Lines between two foreign ones: at least this many, and up to as many again. */
const APART = 200;

/** Text into which another writer of the same stream has put a line every few hundred lines, within stacks too. */
export function* damagedPieces(pieces) {
  const random = createRandom(4);
  const gap = () => APART + random.below(APART);
  let left = gap();
  const put = (line) => {
    left -= 1;
    if (left > 0) return line;
    left = gap();
    return `${line}2026/01/02 03:04:05 http: TLS handshake error from 10.0.0.${random.below(256)}:${random.below(65536)}: EOF\n`;
  };
  for (const piece of pieces) yield piece.replaceAll(/^.*\n/gm, put);
}
