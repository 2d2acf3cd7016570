const SECOND = 1_000_000_000;

/** Text as the runtime interface of Kubernetes keeps it: a time, the stream and `F` (a full line) before every line. */
export function* criPieces(pieces) {
  let nanoseconds = 0;
  const stamp = () => {
    nanoseconds += 1009;
    const seconds = Math.floor(nanoseconds / SECOND) % 60;
    return `2026-01-02T03:04:${String(seconds).padStart(2, '0')}.${String(nanoseconds % SECOND).padStart(9, '0')}Z stderr F `;
  };
  for (const piece of pieces) yield piece.replaceAll(/^.*\n/gm, (line) => stamp() + line);
}
