/**
 * Gives a thread what comes on a stream, until the thread takes no more: that it ended is told by the thread itself, and a write that came too late
 * must not end the program. Others read on then. The returned function ends it, and the reading with it.
 */
export function feed(source: NodeJS.ReadableStream, sink: NodeJS.WritableStream): () => void {
  let stopped = false;
  sink.on('error', () => {
    source.unpipe(sink);
    // A stream that has lost its last pipe stands still.
    if (!stopped) source.resume();
  });
  source.pipe(sink);
  return () => {
    stopped = true;
    source.unpipe(sink);
  };
}
