import { describe, expect, it } from 'vitest';
import { nested, WRAPPINGS, type Wrapping } from '../bundle/unwrap/wrappings.ts';
import { bytesOf, factsOf, hasStack, holds, read, type Sample, SAMPLES, saysByMargins, saysItsOrder, some } from './facts.ts';

/**
 * Loggers quote stacks, and a prefix of no known form shows only at a goroutine: other texts are not known behind these. A tool that
 * takes the blanks around each line away takes away what is said by them.
 */
function isFit({ layers, trims }: Wrapping, sample: Sample): boolean {
  if (trims === true && saysByMargins(sample)) return false;
  return hasStack(sample) || !['quoted-string', 'prefix'].includes(layers[0] ?? '');
}

async function holdsIn(wrapping: Wrapping, sample: Sample): Promise<void> {
  const { lines, places } = wrapping.wrap(sample.lines);
  await holds(sample, { bytes: bytesOf(lines), places });
}

describe.each(WRAPPINGS.map((wrapping, n) => ({ ...wrapping, samples: some(n, 3).filter((sample) => isFit(wrapping, sample)) })))(
  'in $name',
  ({ samples, ...wrapping }) => {
    it.each(samples)('$name has the same facts, at the lines where they stand', async (sample) => {
      await holdsIn(wrapping, sample);
    });
  },
);

const wrapping = (name: string) => WRAPPINGS.find((one) => one.name === name) as Wrapping;

/** The output of `go test -json` is a wrapper already. */
const printed = SAMPLES.filter(({ lines }) => lines[0]?.startsWith('{"Time":') !== true);

/** Outermost first. */
const NESTS = [
  ['cri', 'json-log'],
  ['docker-json-file', 'cri in parts'],
  ['journald-json as bytes', 'docker-json-file', 'json-log'],
  ['csv', 'kubectl-prefix', 'timestamps'],
  ['gcp as an array', 'docker-json-file in parts', 'stern'],
  ['quoted', 'journald-json', 'docker-json-file', 'cri'],
  ['github-actions of a step', 'docker-compose', 'cri', 'syslog RFC 5424'],
  ['csv with one record', 'docker-json-file', 'cri', 'timestamps'],
  ['aws logs get-query-results', 'journald short-iso', 'cri in parts', 'json-log'],
  ['splunk', 'kubectl-prefix', 'timestamps', 'json-log'],
] as const;

describe.each(
  NESTS.map((names, n) => ({
    name: names.toReversed().join(' in '),
    nest: names.map(wrapping).reduce((outer, inner) => nested(outer, inner)),
    samples: some(n, 4, printed),
  })),
)('$name', ({ nest, samples }) => {
  it.each(samples)('$name has the same facts, at the lines where they stand', async (sample) => {
    await holdsIn(nest, sample);
  });
});

it('five layers: what is wrapped in the fifth is not read, and that is said', async () => {
  const five = ['quoted', 'journald-json', 'docker-json-file', 'cri', 'kubectl-prefix']
    .map(wrapping)
    .reduce((outer, inner) => nested(outer, inner));
  const sample = SAMPLES.find(({ name }) => name.startsWith('nil-map-write/')) as Sample;
  const { budget } = await read(bytesOf(five.wrap(sample.lines).lines));
  expect(budget.hits.map(({ what }) => what)).toContain('wrapper-layers');
});

/** A record a line, each whole: such a log may come with its newest line first. */
const PER_LINE = WRAPPINGS.filter(({ name, wrap, layers }) => {
  const { lines, places } = wrap(['a', 'b']);
  return (
    lines.length === 2 && places.join(' ') === '1 2' && !['prefix', 'indented'].includes(layers[0] ?? '') && !name.startsWith('quoted')
  );
});

/** Its times, as far as it has some, tell the lines of one sample apart; of others the text must say which way it goes. */
function tellsOrder({ wrap }: Wrapping): boolean {
  const [first = '', second = ''] = wrap(['', '']).lines;
  return (
    /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}|"\d{13,}"|:1770000000\d{3}|^\d{19}\t|^\d{13}\t|\[ *\d+\.\d{6}\]|:\d\d\.\d{6} /.test(first) &&
    first !== second
  );
}

describe.each(
  PER_LINE.map((one, n) => ({
    ...one,
    samples: some(n, 5).filter((sample) => isFit(one, sample) && (tellsOrder(one) || saysItsOrder(sample))),
  })),
)('with the newest line first, in $name', ({ samples, ...one }) => {
  it.each(samples)('$name has the same facts, at the lines where they stand', async (sample) => {
    const { lines, places } = one.wrap(sample.lines);
    const bytes = bytesOf(lines.toReversed());
    await holds(sample, { bytes, places: places.map((place) => lines.length + 1 - place) });
    const dumps = (await read(bytes)).caseFile.all.filter((fact) => fact.type === 'dump');
    expect(dumps.every(({ defects }) => defects.includes('reversed'))).toBe(true);
  });
});

it('the samples have facts', async () => {
  const counts = await Promise.all(SAMPLES.map(async (sample) => (await factsOf(sample)).length));
  expect(counts.filter((count) => count === 0).length).toBeLessThan(SAMPLES.length / 5);
});
