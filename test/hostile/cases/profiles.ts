import { gzipSync } from 'node:zlib';
import { buildProfile } from '../../parsers/pprof/build-profile.ts';
import { PIECES } from '../../tui/hostile/pieces.ts';
import { type HostileCase, put } from '../hostile-case.ts';

/** A number as protobuf writes it. */
function varint(value: bigint): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  return Buffer.from([...bytes, Number(rest)]);
}
const field = (number: number, data: Uint8Array | string, length?: bigint): Buffer =>
  Buffer.concat([varint(BigInt(number * 8 + 2)), varint(length ?? BigInt(data.length)), Buffer.from(data)]);
const value = (number: number, data: bigint): Buffer => Buffer.concat([varint(BigInt(number * 8)), varint(data)]);
const HEAP = Buffer.concat([
  field(1, Buffer.concat([value(1, 1n), value(2, 2n)])),
  field(6, ''),
  field(6, 'inuse_space'),
  field(6, 'bytes'),
]);
const plan = {
  sampleTypes: [
    ['inuse_objects', 'count'],
    ['inuse_space', 'bytes'],
  ] as const,
  period: ['space', 'bytes', 524_288] as const,
};

/** Profiles. */
export const PROFILES: readonly HostileCase[] = [
  {
    name: 'pprof/tables-of-strings-that-lie',
    inspect: true,
    write: (folder) => {
      for (const [i, index] of [9n, 2n ** 31n, 2n ** 63n, 2n ** 64n - 1n].entries()) {
        put(
          folder,
          `type-${i}.pb`,
          Buffer.concat([field(1, Buffer.concat([value(1, index), value(2, index)])), field(6, ''), field(6, 'x')]),
        );
        put(
          folder,
          `function-${i}.pb`,
          Buffer.concat([
            HEAP,
            field(5, Buffer.concat([value(1, 1n), value(2, index), value(4, index)])),
            field(4, Buffer.concat([value(1, 1n), field(4, value(1, 1n))])),
            field(2, Buffer.concat([value(1, 1n), value(2, 5n)])),
          ]),
        );
        put(folder, `location-${i}.pb`, Buffer.concat([HEAP, field(2, Buffer.concat([value(1, index), value(2, index)]))]));
        put(
          folder,
          `label-${i}.pb`,
          Buffer.concat([
            HEAP,
            field(
              2,
              Buffer.concat([value(1, 1n), value(2, 5n), field(3, Buffer.concat([value(1, index), value(2, index), value(3, index)]))]),
            ),
          ]),
        );
      }
    },
  },
  {
    name: 'pprof/lengths-and-numbers-that-lie',
    inspect: true,
    write: (folder) => {
      for (const [i, length] of [2n ** 31n, 2n ** 31n - 1n, 2n ** 32n, 2n ** 63n, 2n ** 64n - 1n].entries()) {
        put(folder, `sample-${i}.pb`, Buffer.concat([HEAP, field(2, 'x', length)]));
        put(folder, `packed-${i}.pb`, Buffer.concat([HEAP, field(2, field(2, 'x', length))]));
        put(folder, `string-${i}.pb`, Buffer.concat([HEAP, field(6, 'x', length)]));
        put(folder, `values-${i}.pb`, Buffer.concat([HEAP, field(2, Buffer.concat([value(1, 1n), value(2, length), value(2, length)]))]));
        put(folder, `time-${i}.pb`, Buffer.concat([HEAP, value(9, length), value(10, length), value(12, length)]));
      }
      put(folder, 'long.pb', Buffer.concat([HEAP, Buffer.from([0x10]), Buffer.alloc(1000, 0xff)]));
      put(folder, 'overlong.pb', Buffer.concat([HEAP, Buffer.from([0x48]), Buffer.alloc(9, 0x80), Buffer.from([0x7f])]));
      for (let type = 0; type < 8; type++)
        put(folder, `wire-${type}.pb`, Buffer.concat([HEAP, Buffer.from([(99 << 3) | (type & 7), 1]), Buffer.alloc(20, 3)]));
      put(folder, 'groups.pb', Buffer.concat([HEAP, Buffer.alloc(100_000, 0x1b)]));
    },
  },
  {
    name: 'pprof/a-million-empty-samples',
    write: (folder) =>
      put(folder, 'a.pb', Buffer.concat([HEAP, Buffer.concat(Array.from({ length: 1_000_000 }, () => Buffer.from([0x12, 0])))])),
  },
  {
    name: 'pprof/a-million-numbers-in-one-sample',
    write: (folder) =>
      put(
        folder,
        'a.pb.gz',
        gzipSync(
          Buffer.concat([HEAP, field(2, Buffer.concat([field(1, Buffer.alloc(1_000_000, 1)), field(2, Buffer.alloc(1_000_000, 1))]))]),
        ),
      ),
  },
  {
    name: 'pprof/100-mb-of-samples',
    big: true,
    write: (folder) =>
      put(
        folder,
        'a.pb.gz',
        gzipSync(Buffer.concat([HEAP, Buffer.alloc(100_000_000, Buffer.concat([field(2, Buffer.concat([value(1, 1n), value(2, 5n)]))]))]), {
          level: 1,
        }),
      ),
  },
  {
    name: 'pprof/100-mb-of-different-strings',
    big: true,
    write: (folder) =>
      put(
        folder,
        'a.pb.gz',
        gzipSync(Buffer.concat([HEAP, Buffer.concat(Array.from({ length: 5_000_000 }, (_, i) => field(6, `main.function${i}`)))]), {
          level: 1,
        }),
      ),
  },
  {
    name: 'pprof/escape-sequences-in-every-name',
    inspect: true,
    write: (folder) => {
      for (const [i, piece] of PIECES.entries())
        put(
          folder,
          `${i}.pb.gz`,
          gzipSync(
            buildProfile({
              ...plan,
              samples: [{ stack: ['a', 'b'], values: [1, 5_000_000_000], labels: { [piece]: piece } }],
              locations: { a: [[`main.${piece}`, `/a${piece}.go`, 1]], b: [[piece, piece, 2]] },
            }),
          ),
        );
    },
  },
  {
    name: 'pprof/one-stack-in-itself',
    write: (folder) =>
      put(
        folder,
        'a.pb.gz',
        gzipSync(
          buildProfile({
            ...plan,
            samples: [
              { stack: Array.from({ length: 50_000 }, () => 'a'), values: [2n ** 62n, 2n ** 62n] },
              { stack: ['a'], values: [-(2n ** 63n), -1] },
            ],
            locations: { a: [['main.f', '/a.go', 1]] },
          }),
        ),
      ),
  },
  {
    name: 'pprof/garbage-behind-each-magic',
    inspect: true,
    write: (folder) => {
      const garbage = Buffer.from(Array.from({ length: 4000 }, (_, i) => (i * 2654435761) >>> 24));
      for (const [i, magic] of [
        'go 1.22 trace\0\0\0',
        'go 1.99 trace\0\0\0',
        'go1.7 heap dump\n',
        '\x7fELF\x02\x01\x01',
        'go test fuzz v1\n',
        '\x1f\x8b\x08\0',
        'PK\x03\x04',
        '\xfd7zXZ\0',
        '(\xb5/\xfd',
        'BZh9',
        '\x0a\x04\x08\x01\x10\x02',
      ].entries())
        put(folder, `${i}.bin`, Buffer.concat([Buffer.from(magic, 'latin1'), garbage]));
    },
  },
];
