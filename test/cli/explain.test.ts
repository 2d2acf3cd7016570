import { describe, expect, test } from 'vitest';
import { UsageError } from '../../src/bundle/entry.ts';
import { explain, explainPage } from '../../src/cli/explain.ts';
import { nearest } from '../../src/cli/nearest.ts';
import { textWidth } from '../../src/text/width.ts';
import { page, signature } from '../matcher/fixture.ts';

const known = signature({
  summary: 'Goroutine {panic.goroutine.id} sent on a channel that had been closed already, in {panic.message}, and the runtime refused it.',
  explains: ['crashloop-backoff'],
  inconclusive: [{ when: 'panic', missing: 'the whole trace of {panic.message}' }],
});

describe('explainPage', () => {
  test('a page without a rule says that no report names it, and why', () => {
    const text = explainPage(page()).join('\n');
    expect(text).toContain('a-recipe: a tempting explanation that is wrong (page only), family channels');
    expect(text).toContain('\nWhy no report names it\n  No bundle shows how it was collected.\n');
    expect(text).not.toContain('\nEvidence\n');
  });

  test('has everything that the signature says', () => {
    expect(explainPage(known).join('\n')).toBe(`Send on a closed channel
send-on-closed-channel: cause, critical, family channels

What you see
  - panic: send on closed channel

What happened
  Goroutine <goroutine id> sent on a channel that had been closed already, in
  <message>, and the runtime refused it.

How it comes about
  A send on a closed channel panics.

Evidence
  +5 needed: the runtime panicked: "<message>"
  +2 supports: the send is in <culprit function> at <culprit file>:<culprit
     line>

What looks the same and is not
  - A log line that quotes the words.

What to change first
  Let one owner close it.

Now
  - Restart.

To fix it
  - Close once.

To prevent it
  - Test it.

What settles it
  - the whole trace of <message>

What to collect
  - the whole trace
      kubectl logs -n $NS $POD --previous

It accounts for
  - crashloop-backoff

References
  - runtime/chan.go
    https://github.com/golang/go/blob/go1.26.0/src/runtime/chan.go`);
  });

  test('a refuted explanation says so, and an experimental one too', () => {
    const [, kind] = explainPage(signature({ role: 'refuted', status: 'experimental' }));
    expect(kind).toBe('send-on-closed-channel: a tempting explanation that is wrong, family channels,');
    expect(explainPage(signature({ role: 'refuted' }))).toContain('Why it is not the cause');
  });

  test('80 columns, but for what is there to be copied', () => {
    const long = signature({ why: 'word '.repeat(100), falsePositives: ['日本語 '.repeat(40)] });
    for (const line of explainPage(long)) if (!line.includes('https://')) expect(textWidth(line)).toBeLessThanOrEqual(80);
  });
});

describe('explain', () => {
  test('takes the id of a finding too', async () => {
    expect(await explain('send-on-closed-channel#2', [known])).toEqual(explainPage(known));
  });

  test('an id that is not known', async () => {
    await expect(explain('send-on-close-chanel', [known])).rejects.toThrow(
      new UsageError(
        'there is no root cause "send-on-close-chanel"; did you mean send-on-closed-channel? goroner signatures list shows all',
      ),
    );
    await expect(explain('\u001b[31m', [known])).rejects.toThrow('there is no root cause "\\x1b[31m"; goroner signatures list shows all');
  });
});

test('nearest', () => {
  const names = ['nil-pointer-dereference', 'nil-map-write', 'oom-kill-memcg', 'oom-kill-node'];
  expect(nearest('nil-map-wirte', names)).toEqual(['nil-map-write']);
  expect(nearest('oom-kill', names)).toEqual(['oom-kill-memcg', 'oom-kill-node']);
  expect(nearest('something else', names)).toEqual([]);
});
