import { describe, expect, test } from 'vitest';
import { gather } from '../../src/bundle/gather.ts';

/** A source of so many chunks of 1000 bytes that tells how many were asked for, and that it was closed. */
function source(chunks: number) {
  const state = { asked: 0, closed: false };
  async function* bytes(): AsyncGenerator<Uint8Array> {
    try {
      for (let i = 0; i < chunks; i++) {
        state.asked += 1;
        yield new Uint8Array(1000).fill(i);
      }
    } finally {
      state.closed = true;
    }
  }
  return { state, bytes: bytes() };
}

describe('gather', () => {
  test.each([undefined, 5000, 10, 0])('gives all bytes in order (size said to be: %s)', async (size) => {
    const whole = await gather(source(5).bytes, 100_000, size);
    expect([...(whole ?? [])]).toEqual([0, 1, 2, 3, 4].flatMap((i) => Array.from({ length: 1000 }, () => i)));
  });

  test('stops where there is too much, and closes the source', async () => {
    const { state, bytes } = source(1000);
    expect(await gather(bytes, 3500)).toBeUndefined();
    expect(state).toEqual({ asked: 4, closed: true });
  });

  test('reads nothing of what is known to be too much', async () => {
    const { state, bytes } = source(1000);
    expect(await gather(bytes, 3500, 1_000_000)).toBeUndefined();
    expect(state.asked).toBe(0);
  });
});
