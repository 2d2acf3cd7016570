import { describe, expect, test } from 'vitest';
import { sameScope } from '../../src/evidence/case-file.ts';
import { mergeScope } from '../../src/evidence/merge-scope.ts';
import type { Scope } from '../../src/evidence/scope.ts';

const scope = (fields: object) => fields as Scope;

describe('what a place and an artefact say together', () => {
  test.each<[string, object, object, object]>([
    ['a place alone', { pod: 'web-0', incarnation: 'previous' }, {}, { pod: 'web-0', incarnation: 'previous' }],
    ['an artefact alone', {}, { process: 'web[7]' }, { process: 'web[7]' }],
    ['each something', { namespace: 'shop', pod: 'web-0' }, { container: 'app' }, { namespace: 'shop', pod: 'web-0', container: 'app' }],
    ['the same', { pod: 'web-0', incarnation: 2 }, { pod: 'web-0' }, { pod: 'web-0', incarnation: 2 }],
    [
      'another pod: the place’s container and run are not its',
      { node: 'n1', namespace: 'shop', pod: 'web-0', container: 'app', incarnation: 'previous' },
      { pod: 'db-0' },
      { node: 'n1', namespace: 'shop', pod: 'db-0' },
    ],
    ['another container', { pod: 'web-0', container: 'app', incarnation: 3 }, { container: 'proxy' }, { pod: 'web-0', container: 'proxy' }],
    [
      'another name of the node and the process',
      { node: 'n1', pod: 'web-0', process: 'app', incarnation: 1 },
      { node: 'n1.example.org', process: 'app[7]' },
      { node: 'n1.example.org', pod: 'web-0', process: 'app[7]', incarnation: 1 },
    ],
  ])('%s', (_, place, own, whole) => {
    expect(mergeScope(scope(place), scope(own))).toEqual(whole);
  });
});

describe('runs of a container', () => {
  test.each<[Scope['incarnation'], Scope['incarnation'], boolean]>([
    ['current', 'previous', false],
    ['previous', 'previous', true],
    [1, 2, false],
    [2, 2, true],
    ['previous', 2, true],
    ['current', undefined, true],
  ])('%s and %s', (one, other, same) => {
    const of = (incarnation: Scope['incarnation']): Scope => (incarnation === undefined ? {} : { incarnation });
    expect(sameScope(of(one), of(other))).toBe(same);
    expect(sameScope(of(other), of(one))).toBe(same);
  });
});
