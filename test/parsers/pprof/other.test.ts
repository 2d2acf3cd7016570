import { describe, expect, it } from 'vitest';
import { read } from '../pprof-text/read.ts';
import { buildProfile, type ProfilePlan } from './build-profile.ts';
import { runParser } from './run-parser.ts';

const PLAN: ProfilePlan = {
  sampleTypes: [
    ['wall', 'microseconds'],
    ['wait', ''],
  ],
  time: 5n,
  locations: { work: [['main.work', '/src/main.go', 5]], main: [['main.main', '/src/main.go', 9]] },
  samples: [
    { stack: ['work', 'main'], values: [7, 2n ** 53n + 1n], labels: { shard: 'a\u001b[31m' } },
    { stack: ['main'], values: [9, 1] },
  ],
};

describe('profiles of no known kind', () => {
  it('keep the names and units of their values', () => {
    const { facts, found } = runParser(buildProfile(PLAN));
    expect(found).toEqual(['profile']);
    expect(facts.of('other-profile')).toMatchObject([
      {
        values: [
          { type: 'wall', unit: 'microseconds', total: 16 },
          { type: 'wait', unit: '', total: (2n ** 53n + 2n).toString() },
        ],
        mainValue: 'wait',
        timeNanos: 5,
        siteCount: 2,
        sites: [
          { functions: ['main.work', 'main.main'], values: [7, (2n ** 53n + 1n).toString()], owner: { function: 'main.work' } },
          { functions: ['main.main'], values: [9, 1] },
        ],
        labels: [{ name: 'shard', value: 'a\\x1b[31m', total: (2n ** 53n + 1n).toString() }],
        salvaged: false,
      },
    ]);
  });

  it('the value that the file names comes first', () => {
    const [fact] = runParser(buildProfile({ ...PLAN, defaultType: 'wall' })).facts.of('other-profile');
    expect(fact).toMatchObject({ mainValue: 'wall', sites: [{ values: [9, 1] }, {}], labels: [{ total: 7, share: 7 / 16 }] });
  });

  it('in text form too: what the program counts itself', () => {
    const text = [
      'app/connections profile: total 5',
      '3 @ 0x1 0x2',
      '#\t0x1\tmain.dial+0x1\t/src/main.go:5',
      '',
      '2 @ 0x3 0x2',
      '#\t0x3\tmain.accept+0x1\t/src/main.go:9',
      '',
    ].join('\n');
    const { facts, found } = read(text);
    expect(found).toEqual(['profile']);
    expect(facts.of('other-profile')).toMatchObject([
      {
        values: [{ type: 'app/connections', unit: 'count', total: 5 }],
        mainValue: 'app/connections',
        siteCount: 2,
        sites: [{ values: [3], functions: ['main.dial'] }, { values: [2] }],
        salvaged: false,
      },
    ]);
    const cut = read(text.replace('total 5', 'total 6'));
    expect(cut.facts.of('other-profile')).toMatchObject([{ salvaged: true }]);
    expect(cut.skipped).toHaveLength(1);
  });
});
