import { describe, expect, test } from 'vitest';
import { lineTime } from '../../../parsers/log/line-time.ts';
import { timeBefore } from '../../../parsers/log/time-before.ts';
import { analyze } from '../../../src/analyze.ts';

const AT = Date.UTC(2026, 2, 1, 10, 20);
const STAMP = '2026-03-01T10:20:00Z';
const record = `{"log":"accept: too many open files\\n","stream":"stderr","time":"${STAMP}"}`;

describe('the time of a line', () => {
  test.each<[string, string, string | undefined, number | undefined]>([
    ['its own', `${STAMP} accept failed`, undefined, AT],
    ['its own goes before that of a platform', `${STAMP} accept failed`, `2026-03-02T10:20:00Z stderr F ${STAMP} accept failed`, AT],
    ['that of a container runtime', 'accept failed', `${STAMP} stderr F accept failed`, AT],
    ['that of a record of Docker', 'accept: too many open files', record, AT],
    ['several records in one line may be of several times', 'accept: too many open files', `${record}${record}`, undefined],
    ['one without a zone could be any hour', 'accept failed', '2026-03-01T10:20:00 accept failed', undefined],
    ['none', 'accept failed', undefined, undefined],
  ])('%s', (_, text, raw, time) => {
    expect(lineTime(text) ?? timeBefore({ text, number: 1, ...(raw === undefined ? {} : { raw }) })).toBe(time);
  });

  test('a crash was when its first line was written, by what is around it', async () => {
    const lines = ['panic: boom', '', 'goroutine 1 [running]:', 'main.main()', '\t/src/main.go:12 +0x1d', 'exit status 2'];
    const crashOf = async (wrap: (line: string, i: number) => string) => {
      async function* source(): AsyncGenerator<Uint8Array> {
        yield Buffer.from(`${lines.map(wrap).join('\n')}\n`);
      }
      return (await analyze(['-'], { stdin: source })).facts.crashes[0];
    };
    expect(await crashOf((line, i) => `2026-03-01T10:20:0${i}Z stderr F ${line}`)).toMatchObject({ message: 'boom', atUnixMs: AT });
    expect(
      await crashOf((line, i) => JSON.stringify({ log: `${line}\n`, stream: 'stderr', time: `2026-03-01T10:20:0${i}Z` })),
    ).toMatchObject({ message: 'boom', atUnixMs: AT });
    expect(await crashOf((line) => line)).not.toHaveProperty('atUnixMs');
  });
});
