import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { FingerprintEntry } from '../../src/report/fingerprints/listing.ts';
import { SAMPLES, directories, fingerprintsOf, groupedBy } from './samples.ts';

const GOLDENS = join(import.meta.dirname, '../goldens/fingerprints');

/** Everything in the samples that has a fingerprint, with the incident that it is of. */
const entries: (FingerprintEntry & { readonly incident: string })[] = [];
beforeAll(async () => {
  for (const incident of directories('incidents'))
    for (const entry of await fingerprintsOf(join(SAMPLES, 'incidents', incident))) entries.push({ ...entry, incident });
}, 600_000);

/** The program of an incident, which its recipe names. */
async function programs(): Promise<ReadonlyMap<string, string>> {
  const { recipes } = (await import(join(SAMPLES, 'lab/recipes.mjs'))) as { recipes: readonly { incident: string; program: string }[] };
  return new Map(recipes.map(({ incident, program }) => [incident, program]));
}

/** What has the same hash in more than one incident. */
function merges(): readonly (readonly [hash: string, merged: readonly (typeof entries)[0][]])[] {
  const byHash = groupedBy(
    entries.filter(({ fingerprint }) => fingerprint.hash !== null),
    ({ fingerprint }) => fingerprint.hash ?? '',
  );
  return [...byHash].filter(([, all]) => new Set(all.map(({ incident }) => incident)).size > 1).toSorted(([a], [b]) => (a < b ? -1 : 1));
}

describe('over all incidents', () => {
  // Each block is to be read: what stands in it has one fingerprint. Two faults in one block are a defect.
  test('what is merged is listed', async () => {
    const blocks = merges().map(([hash, all]) =>
      [
        `${hash} ${all[0]?.fingerprint.text?.split('\n').slice(1).join(' | ') ?? ''}`,
        ...new Set(all.map(({ incident, signature = 'no finding' }) => `  ${incident}: ${signature}`)),
      ].join('\n'),
    );
    await expect(`${blocks.join('\n\n')}\n`).toMatchFileSnapshot(join(GOLDENS, 'merges.txt'));
  });

  test('nothing of two programs is merged', async () => {
    const of = await programs();
    const wrong = merges().filter(([, all]) => new Set(all.map(({ incident }) => of.get(incident))).size > 1);
    // Both programs take two locks in a function main.move: nothing tells two programs apart whose functions have the same names.
    const sameNames = [['deadlock-detector-blind mutex-lock-order-deadlock#1', 'two-pods mutex-lock-order-deadlock#1']];
    expect(wrong.map(([, all]) => all.map(({ incident, id }) => `${incident} ${id}`))).toEqual(sameNames);
    expect(merges().length).toBeGreaterThan(20);
  });

  // Each line is to be read, too: what one program does of several releases has several fingerprints there.
  test('what is split between releases is listed', async () => {
    const found = entries.filter(({ signature, fingerprint }) => signature !== undefined && fingerprint.hash !== null);
    const bases = groupedBy(found, ({ incident, signature }) => `${incident.replace(/-go1\.\d+$/, '')} ${signature}`);
    const split = [...bases].filter(([, all]) => {
      const releases = groupedBy(all, ({ incident }) => incident);
      const hashes = [...releases.values()].map((of) =>
        of
          .map(({ fingerprint }) => String(fingerprint.hash))
          .toSorted()
          .join(),
      );
      return new Set(hashes).size > 1;
    });
    const blocks = split.map(([base, all]) =>
      [
        base,
        ...all.map(({ incident, fingerprint: { hash, text } }) => `  ${incident}: ${hash} ${text?.split('\n').slice(1).join(' | ')}`),
      ].join('\n'),
    );
    await expect(`${blocks.join('\n\n')}\n`).toMatchFileSnapshot(join(GOLDENS, 'splits.txt'));
  });

  test('one crash of one incident has one fingerprint, whatever signatures say of it', () => {
    const crashes = entries.filter(({ incident }) => incident === 'panic-chain');
    expect(crashes.length).toBeGreaterThan(1);
    expect(new Set(crashes.map(({ fingerprint }) => fingerprint.hash)).size).toBe(1);
  });

  test('what has none says why', () => {
    const silent = entries.filter(({ fingerprint: { hash, reason } }) => (hash === null) !== (reason !== undefined));
    expect(silent.map(({ incident, id }) => `${incident} ${id}`)).toEqual([]);
  });
});
