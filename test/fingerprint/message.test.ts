import { describe, expect, test } from 'vitest';
import { messageTemplate } from '../../src/fingerprint/message.ts';

describe('values do not stay', () => {
  test.each([
    ['mail to ann.lee+x@mail.example.com failed', 'mail to <email> failed'],
    ['GET https://api.example.com/v1/orders?id=7: 503', 'GET <url> <int>'],
    ['dial tcp 10.0.0.7:5432: connect: connection refused', 'dial tcp <ip>: connect: connection refused'],
    ['dial tcp [2001:db8::7]:5432: i/o timeout', 'dial tcp <ip>: i/o timeout'],
    ['lookup db.prod.svc on 10.96.0.10:53: no such host', 'lookup <hostname> on <ip>: no such host'],
    ['dial tcp: lookup cache-7:6379', 'dial tcp: lookup <hostname>'],
    ['order 9f1c2b3a-1234-4abc-8def-0123456789ab is gone', 'order <uuid> is gone'],
    ['commit 2fd4e1c67a2d28fced849ee1bb76e7391b93eb12', 'commit <sha>'],
    ['sum d41d8cd98f00b204e9800998ecf8427e', 'sum <md5>'],
    ['since 2026-01-02T03:04:05.678Z', 'since <date>'],
    ['since 2026/01/02 03:04:05', 'since <date>'],
    ['locked for 10m0s', 'locked for <duration>'],
    ['took 1.5s of 300ms', 'took <duration> of <duration>'],
    ['open /var/lib/app/2.db: no such file or directory', 'open <path>: no such file or directory'],
    ['registered at /src/main.go:31', 'registered at <path>'],
    ['fault at 0xdeadbeef', 'fault at <hex>'],
    ['key 9f1c2b3a4d', 'key <hex>'],
    ['ratio 0.75 of -3', 'ratio <float> of <int>'],
    ['no user "ann\\"lee"', 'no user <quoted>'],
    ['closed: true', 'closed: <bool>'],
    ['first line\nsecond: 7', 'first line'],
    ['runtime error: index out of range [5] with length 3', 'runtime error: index out of range [<int>] with length <int>'],
    [
      'runtime error: slice bounds out of range [:15] with capacity 8',
      'runtime error: slice bounds out of range [:<int>] with capacity <int>',
    ],
    [
      'runtime error: slice bounds out of range [::9] with length 8',
      'runtime error: slice bounds out of range [::<int>] with length <int>',
    ],
    ['', ''],
  ])('%s', (message, template) => {
    expect(messageTemplate(message)).toBe(template);
  });
});

describe('names stay', () => {
  test.each([
    'interface conversion: interface {} is *main.V2, not main.V3',
    'interface conversion: interface {} is [16]uint8, not [32]uint8',
    'runtime error: hash of unhashable type [4]main.T',
    'reflect: call of reflect.Value.SetString on zero Value',
    'send on closed channel',
    'sync: WaitGroup is reused before previous Wait has returned',
    'runtime error: invalid memory address or nil pointer dereference',
    'all goroutines are asleep - deadlock!',
    'http: superfluous WriteHeader',
    'v2 of utf8 and http2',
  ])('%s', (message) => {
    expect(messageTemplate(message)).toBe(message);
  });

  test('types tell two faults apart', () => {
    const of = (type: string) => messageTemplate(`interface conversion: interface {} is ${type}, not string`);
    expect(of('int')).not.toBe(of('uint8'));
  });
});

describe('what releases word in different ways', () => {
  test.each([
    ['nil', 'panic called with nil argument (use GODEBUG=panicnil=1 to disable)'],
    [
      'runtime error: cgo argument has Go pointer to Go pointer',
      'runtime error: argument of cgo function has Go pointer to unpinned Go pointer',
    ],
    ['runtime error: hash of unhashable type main.T', 'runtime error: hash of unhashable type: main.T'],
    [
      'runtime error: cannot convert slice with length 2 to pointer to array with length 4',
      'runtime error: cannot convert slice with length 2 to array or pointer to array with length 4',
    ],
    ['concurrent map writes', 'small map with no empty slot (concurrent map writes?)'],
  ])('%s', (old, recent) => {
    expect(messageTemplate(old)).toBe(messageTemplate(recent));
  });

  test('a message that only begins with nil is another one', () => {
    expect(messageTemplate('nil store')).toBe('nil store');
  });
});

test('a hostile message takes no long time', () => {
  const began = performance.now();
  for (const piece of ['a.', '0:', '/a', 'a@', '[0:', '"\\', '1m', '-', 'a/']) messageTemplate(`x ${piece.repeat(100_000)}`);
  expect(performance.now() - began).toBeLessThan(500);
});
