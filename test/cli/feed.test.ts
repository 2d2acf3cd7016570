import { PassThrough, Writable } from 'node:stream';
import { expect, it } from 'vitest';
import { feed } from '../../src/cli/feed.ts';

it('goes on reading where nobody takes what is read any more, and throws nothing', async () => {
  const source = new PassThrough();
  const read: string[] = [];
  source.on('data', (chunk: Buffer) => read.push(chunk.toString()));
  const sink = new Writable({ write: (_chunk, _encoding, done) => done(new Error('write after end')) });
  feed(source, sink);
  source.write('a');
  // An error that nobody listens to would end the program here.
  await new Promise((resolve) => setTimeout(resolve, 10));
  source.write('b');
  source.end('c');
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(sink.destroyed).toBe(true);
  expect(read).toEqual(['a', 'b', 'c']);
});
