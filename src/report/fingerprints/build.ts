import type { CaseFile } from '../../evidence/case-file.ts';
import type { Citation } from '../../evidence/citation.ts';
import type { Fingerprint } from '../../fingerprint/fingerprint.ts';
import { fingerprintOfFact } from '../../fingerprint/of-fact.ts';
import type { Finding } from '../../matcher/finding.ts';
import { type SafeText, oneLine } from '../../text/safe-text.ts';
import { crashMessage } from '../render/crash-message.ts';
import { type FingerprintEntry, type FingerprintListing, LISTING_VERSION } from './listing.ts';

/** Lists the fingerprints of what was found, and of crashes and races that no finding is about. Pure. */
export function listFingerprints(version: string, findings: readonly Finding[], caseFile: CaseFile): FingerprintListing {
  const told = new Set(findings.map(({ fingerprint }) => identity(fingerprint)));
  const rest = [
    // A dump that was asked for is no crash.
    ...caseFile.of('crash').flatMap((fact) => (fact.class === 'sigquit' ? [] : [{ fact, title: oneLine(crashMessage(fact)) }])),
    ...caseFile.of('race').map((fact) => ({ fact, title: oneLine(`data race between ${fact.between}`) })),
  ].flatMap(({ fact, title }): FingerprintEntry[] => {
    const fingerprint = fingerprintOfFact(fact, caseFile);
    if (fingerprint === undefined || told.has(identity(fingerprint))) return [];
    return [{ id: fact.id, title, citation: place(fact.citations[0]), fingerprint }];
  });
  return {
    schemaVersion: LISTING_VERSION,
    tool: { name: 'goroner', version },
    entries: [...findings.map(ofFinding), ...rest],
  };
}

function ofFinding({ id, signature, title, evidence, fingerprint }: Finding): FingerprintEntry {
  const [first] = evidence;
  return { id, signature, title, ...(first === undefined ? {} : { citation: place(first.citation) }), fingerprint };
}

/** What makes two fingerprints one: all that was made of the fact. */
function identity({ levels, reason, notes }: Fingerprint): string {
  return JSON.stringify([levels, reason, notes]);
}

function place({ path, firstLine, lastLine }: Citation): { path: SafeText; firstLine?: number; lastLine?: number } {
  return { path, ...(firstLine === undefined ? {} : { firstLine }), ...(lastLine === undefined ? {} : { lastLine }) };
}
