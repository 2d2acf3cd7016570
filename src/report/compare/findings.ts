import type { Finding } from '../../matcher/finding.ts';
import type { Change, FindingChange } from './comparison.ts';

const ORDER: readonly Change[] = ['new', 'grew', 'same', 'shrank', 'gone', 'unknown'];

/** Findings of all sides, the same fault once. A finding that is information only is none here. */
export function compareFindings(sides: readonly (readonly Finding[])[]): FindingChange[] {
  const byFault = new Map<string, { finding: Finding; confidence: (Finding['confidence'] | null)[] }>();
  for (const [index, findings] of sides.entries())
    for (const finding of findings) {
      if (finding.severity === 'info') continue;
      let known = byFault.get(finding.fingerprint);
      if (known === undefined) {
        known = { finding, confidence: sides.map(() => null) };
        byFault.set(finding.fingerprint, known);
      }
      known.finding = finding;
      known.confidence[index] ??= finding.confidence;
    }
  return [...byFault.values()]
    .map(({ finding, confidence }) => {
      const { signature, title, role, severity, fingerprint, culprit } = finding;
      return {
        change: changeOf(confidence),
        signature,
        title,
        role,
        severity,
        ...(culprit === undefined ? {} : { culprit }),
        fingerprint,
        confidence,
      };
    })
    .toSorted((a, b) => ORDER.indexOf(a.change) - ORDER.indexOf(b.change));
}

function changeOf(confidence: readonly (string | null)[]): Change {
  if (confidence[0] === null) return confidence.at(-1) === null ? 'gone' : 'new';
  return confidence.at(-1) === null ? 'gone' : 'same';
}
