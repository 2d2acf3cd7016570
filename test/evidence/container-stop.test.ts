import { describe, expect, test } from 'vitest';
import { deriveContainerStops } from '../../src/evidence/derive/container-stop.ts';
import type { Fact } from '../../src/evidence/facts/index.ts';
import { sanitize } from '../../src/text/safe-text.ts';

const AT = Date.UTC(2026, 2, 1, 10);
const base = { id: 'x:1', certainty: 'stated', citations: [{ path: sanitize('p'), excerpt: sanitize('') }] };
const scope = { namespace: sanitize('shop'), pod: sanitize('web'), container: sanitize('web') };
const container = (fields: object = {}) =>
  ({
    ...base,
    type: 'container',
    scope: { ...scope, incarnation: 0 },
    name: 'web',
    state: 'terminated',
    exitCode: 137,
    reason: 'Error',
    finishedUnixMs: AT + 30_000,
    ...fields,
  }) as unknown as Fact;
const killing = (fields: object = {}) =>
  ({
    ...base,
    type: 'event',
    scope,
    reason: 'Killing',
    message: 'Stopping container web',
    count: 1,
    lastUnixMs: AT,
    ...fields,
  }) as unknown as Fact;
const pod = (fields: object = {}) =>
  ({
    ...base,
    type: 'pod',
    scope: { namespace: scope.namespace, pod: scope.pod },
    conditions: [],
    terminationGracePeriodSeconds: 30,
    ...fields,
  }) as unknown as Fact;

describe('how containers were stopped', () => {
  test('a kill at the end of the grace', () => {
    expect(deriveContainerStops([pod(), container(), killing()])).toMatchObject([
      {
        type: 'container-stop',
        certainty: 'derived',
        asked: 'other',
        tookSeconds: 30,
        graceSeconds: 30,
        graceStated: true,
        atGraceEnd: true,
        exitCode: 137,
      },
    ]);
  });

  test('without the pod the grace is the default', () => {
    expect(deriveContainerStops([container(), killing()])).toMatchObject([{ graceSeconds: 30, graceStated: false, atGraceEnd: true }]);
  });

  test('the time of a deletion is that of its end', () => {
    const deleted = pod({ deletionUnixMs: AT + 30_000, deletionGraceSeconds: 30 });
    expect(deriveContainerStops([deleted, container()])).toMatchObject([{ asked: 'deletion', askedUnixMs: AT, tookSeconds: 30 }]);
  });

  test('a probe is named where an event says it, and its own grace counts', () => {
    const said = killing({ message: 'Container web failed liveness probe, will be restarted' });
    const own = container({ liveness: { graceSeconds: 5 }, finishedUnixMs: AT + 5000 });
    expect(deriveContainerStops([pod(), own, said, killing()])).toMatchObject([
      { asked: 'liveness-probe', graceSeconds: 5, atGraceEnd: true },
    ]);
  });

  test.each([
    ['an end in time', container({ finishedUnixMs: AT + 4000, exitCode: 0 }), { atGraceEnd: false, tookSeconds: 4 }],
    ['a kill by somebody else', container({ finishedUnixMs: AT + 12_000 }), { atGraceEnd: false, tookSeconds: 12 }],
  ])('%s', (_name, ended, expected) => {
    expect(deriveContainerStops([pod(), ended, killing()])).toMatchObject([expected]);
  });

  test.each([
    ['long before', [pod(), container(), killing({ lastUnixMs: AT - 600_000 })]],
    ['after the end', [pod(), container(), killing({ lastUnixMs: AT + 40_000 })]],
    ['of another container', [pod(), container(), killing({ scope: { ...scope, container: sanitize('proxy') } })]],
    ['of another pod', [pod(), container(), killing({ scope: { ...scope, pod: sanitize('db') } })]],
    ['without times', [pod(), container(), killing({ lastUnixMs: undefined })]],
    ['of a container that is running', [pod(), container({ state: 'running', finishedUnixMs: undefined }), killing()]],
  ])('a request %s stops nothing', (_name, facts) => {
    expect(deriveContainerStops(facts)).toEqual([]);
  });
});
