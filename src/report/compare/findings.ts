import type { Finding } from '../../matcher/finding.ts';
import type { Change, FindingChange } from './comparison.ts';

const ORDER: readonly Change[] = ['new', 'grew', 'same', 'shrank', 'gone', 'unknown'];

/** A fault, and on which sides it was found. */
interface Fault {
  finding: Finding;
  readonly confidence: (Finding['confidence'] | null)[];
}

/**
 * Findings of all sides, the same fault once. A finding that is information only is none here. What has the same key is the same fault; of the rest
 * what has the same fingerprint: between two builds lines move, and with them keys.
 */
export function compareFindings(sides: readonly (readonly Finding[])[]): FindingChange[] {
  const faults: Fault[] = [];
  const byKey = new Map<string, Fault>();
  for (const [index, findings] of sides.entries()) {
    const counted = findings.filter(({ severity }) => severity !== 'info');
    const found = (fault: Fault, finding: Finding): void => {
      fault.finding = finding;
      fault.confidence[index] ??= finding.confidence;
      byKey.set(finding.key, fault);
    };
    const others: Finding[] = [];
    for (const finding of counted) {
      const known = byKey.get(finding.key);
      if (known === undefined) others.push(finding);
      else found(known, finding);
    }
    for (const finding of others) {
      const twin = faults.find((fault) => fault.confidence[index] === null && isSameFault(fault.finding, finding));
      if (twin !== undefined) {
        found(twin, finding);
        continue;
      }
      const fault = { finding, confidence: sides.map(() => null) };
      faults.push(fault);
      found(fault, finding);
    }
  }
  return faults
    .map(({ finding, confidence }) => {
      const { signature, title, role, severity, key, fingerprint, culprit } = finding;
      return {
        change: changeOf(confidence),
        signature,
        title,
        role,
        severity,
        ...(culprit === undefined ? {} : { culprit }),
        key,
        fingerprint: fingerprint.hash,
        confidence,
      };
    })
    .toSorted((a, b) => ORDER.indexOf(a.change) - ORDER.indexOf(b.change));
}

function isSameFault(a: Finding, b: Finding): boolean {
  return a.signature === b.signature && a.fingerprint.hash !== null && a.fingerprint.hash === b.fingerprint.hash;
}

function changeOf(confidence: readonly (string | null)[]): Change {
  if (confidence[0] === null) return confidence.at(-1) === null ? 'gone' : 'new';
  return confidence.at(-1) === null ? 'gone' : 'same';
}
