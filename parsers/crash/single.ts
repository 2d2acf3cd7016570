import type { CrashFact } from '../../src/evidence/facts/crash.ts';
import type { DumpFact } from '../../src/evidence/facts/dump.ts';

/** The release since which a fatal error prints only the goroutine that it struck, as a panic does. */
const FATAL_ALONE = 26;

/**
 * Why a report has one goroutine, by what it reports. Undefined `said`: no report of the runtime, but a stack that the program printed.
 * Source: gotraceback and dopanic_m of the runtime; a throw and a signal print all since Go 1.19, whatever GOTRACEBACK is.
 */
export function whySingle(
  said: { readonly class: CrashFact['class']; readonly message: string } | undefined,
  goVersions: DumpFact['goVersions'],
): NonNullable<DumpFact['single']> {
  switch (said?.class) {
    case undefined:
    case 'recovered-panic':
      return { reason: 'own-stack', certainty: 'guessed' };
    case 'panic':
      return { reason: 'panic-default', certainty: 'derived' };
    case 'fatal-error': {
      // A deadlock prints all, in every release.
      if (said.message.includes('deadlock')) return { reason: 'all-expected', certainty: 'derived' };
      const min = minorOf(goVersions?.min);
      const max = minorOf(goVersions?.max);
      if (min !== undefined && min >= FATAL_ALONE) return { reason: 'fatal-since-1.26', certainty: 'derived' };
      if (max !== undefined && max < FATAL_ALONE) return { reason: 'all-expected', certainty: 'derived' };
      return { reason: 'unknown', certainty: 'guessed' };
    }
    default:
      return { reason: 'all-expected', certainty: 'derived' };
  }
}

function minorOf(version: string | undefined): number | undefined {
  const minor = Number(version?.split('.')[1]);
  return Number.isInteger(minor) ? minor : undefined;
}
