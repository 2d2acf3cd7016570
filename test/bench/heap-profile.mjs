import { gzipSync } from 'node:zlib';
import { createRandom } from './random.mjs';

const FRAMES_OF_A_SAMPLE = 22;
const FUNCTIONS = 5000;

/** A gzipped heap profile (profile.proto) with so many samples, each of another stack. */
export function heapProfile({ samples }) {
  const random = createRandom(3);
  const strings = ['', 'alloc_objects', 'count', 'alloc_space', 'bytes', 'inuse_objects', 'inuse_space', 'space'];
  const text = (value) => strings.push(value) - 1;
  const fields = [];
  for (const [type, unit] of [
    [1, 2],
    [3, 4],
    [5, 2],
    [6, 4],
  ])
    fields.push(message(1, [...varintField(1, type), ...varintField(2, unit)]));
  for (let i = 0; i < samples; i += 1) {
    const objects = 1 + random.below(1000);
    const size = 16 * (1 + random.below(4096));
    const locations = Array.from({ length: FRAMES_OF_A_SAMPLE }, () => 1 + random.below(FUNCTIONS)).flatMap(varint);
    const values = [objects * 3, objects * 3 * size, objects, objects * size].flatMap(varint);
    fields.push(message(2, [...message(1, locations), ...message(2, values)]));
  }
  for (let id = 1; id <= FUNCTIONS; id += 1) {
    const line = [...varintField(1, id), ...varintField(2, 1 + random.below(2000))];
    fields.push(message(4, [...varintField(1, id), ...varintField(3, 0x400000 + id * 64), ...message(4, line)]));
    const name = text(`github.com/acme/shop/internal/part${id % 40}.(*Store).load${id}`);
    fields.push(
      message(5, [...varintField(1, id), ...varintField(2, name), ...varintField(4, text(`/src/shop/internal/part${id % 40}/store.go`))]),
    );
  }
  for (const one of strings) fields.push(message(6, [...Buffer.from(one)]));
  fields.push(message(11, [...varintField(1, 7), ...varintField(2, 4)]), varintField(12, 524288));
  return gzipSync(Buffer.concat(fields.map((one) => Buffer.from(one))), { level: 1 });
}

function varint(value) {
  const bytes = [];
  let rest = value;
  while (rest > 127) {
    bytes.push((rest % 128) | 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
  return bytes;
}

const varintField = (field, value) => [...varint(field << 3), ...varint(value)];
const message = (field, bytes) => [...varint((field << 3) | 2), ...varint(bytes.length), ...bytes];
