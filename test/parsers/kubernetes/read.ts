import { examine } from '../../../src/analyze.ts';
import type { Fact, FactOf, FactType } from '../../../src/evidence/facts/index.ts';

/** What a file comes to that is read as the bundle is, piece by piece. */
export async function read(content: string | Iterable<Uint8Array>, size = 64 * 1024) {
  const { artifacts, caseFile, skipped, budget } = await examine(['-'], { stdin: () => pieces(content, size) });
  const [artifact] = artifacts;
  return {
    artifact,
    facts: caseFile.all,
    skipped,
    hits: budget.hits,
    of: <T extends FactType>(type: T): readonly FactOf<T>[] => caseFile.of(type),
  };
}

async function* pieces(content: string | Iterable<Uint8Array>, size: number): AsyncGenerator<Uint8Array> {
  if (typeof content !== 'string') {
    yield* content;
    return;
  }
  const bytes = Buffer.from(content, 'utf8');
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** The facts without their places and their order, which differ between forms of the same object. */
export function plain(facts: readonly Fact[]): unknown {
  const texts = facts.map((fact) =>
    JSON.stringify(fact, (key, value: unknown) => (key === 'citations' || key === 'citation' ? undefined : value)),
  );
  return texts.toSorted().map((text): unknown => JSON.parse(text));
}
