import { closeSync, openSync, writeSync } from 'node:fs';

/** Writes pieces of text or bytes one after the other, in large blocks. */
export function writePieces(path, pieces) {
  const file = openSync(path, 'w');
  let block = [];
  let length = 0;
  const flush = () => {
    const bytes = Buffer.concat(block.map((piece) => (typeof piece === 'string' ? Buffer.from(piece) : piece)));
    for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
    block = [];
    length = 0;
  };
  for (const piece of pieces) {
    block.push(piece);
    length += piece.length;
    if (length > 1 << 20) flush();
  }
  flush();
  closeSync(file);
}
