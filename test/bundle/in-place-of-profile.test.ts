import { describe, expect, test } from 'vitest';
import { inPlaceOfProfile, promisesProfile } from '../../src/bundle/in-place-of-profile.ts';

const said = (text: string) => inPlaceOfProfile(new TextEncoder().encode(text));

test.each([
  ['heap.pprof', true],
  ['pod/cpu.prof', true],
  ['pprof.server.alloc_objects.alloc_space.001.pb.gz', true],
  ['HEAP.PB', true],
  ['heap.txt', false],
  ['pprof', false],
  ['index.html', false],
  ['heap.pb.gz.md5', false],
])('%s promises a profile: %s', (path, promised) => {
  expect(promisesProfile(path)).toBe(promised);
});

describe('what stands in place of a profile', () => {
  test.each([
    ['<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head>', 'an HTML page in place of a profile: “502 Bad Gateway”'],
    ['\n  <html>\r\n<body>no', 'an HTML page in place of a profile'],
    ['<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "x"><title>\n  Login \n</title>', 'an HTML page in place of a profile: “Login”'],
    ['<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>', 'XML in place of a profile'],
    ['{"error": "forbidden"}', 'JSON in place of a profile'],
    ['[\n  {"a": 1}]', 'JSON in place of a profile'],
    [
      'Could not enable CPU profiling: cpu profiling already in use\n',
      'text in place of a profile: “Could not enable CPU profiling: cpu profiling already in use”',
    ],
    ['404 page not found\n', 'text in place of a profile: “404 page not found”'],
    ['[error] upstream timed out', 'text in place of a profile: “[error] upstream timed out”'],
    ['a\u001b[31mb\tc\nd', 'text in place of a profile: “a\\x1b[31mb\\x09c”'],
    [`${'x'.repeat(99)}𝄞y`, `text in place of a profile: “${'x'.repeat(99)}𝄞…”`],
    [' \n ', 'text in place of a profile'],
  ])('%j', (text, expected) => {
    expect(said(text)).toBe(expected);
  });
});
