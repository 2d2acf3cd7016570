import type { Citation } from '../../evidence/citation.ts';
import type { Fingerprint } from '../../fingerprint/fingerprint.ts';
import type { SafeText } from '../../text/safe-text.ts';

/** `major.minor` of {@link FingerprintListing} as JSON. A higher minor only adds. */
export const LISTING_VERSION = '1.0';

/** What `goroner fingerprint PATH… --json` prints. */
export interface FingerprintListing {
  readonly schemaVersion: string;
  readonly tool: { readonly name: 'goroner'; readonly version: string };
  /** Findings in the order of the report, each with all its notes; then crashes and races that no finding is about. */
  readonly entries: readonly FingerprintEntry[];
}

export interface FingerprintEntry {
  /** Id of the finding, or of the fact. */
  readonly id: string;
  /** The finding's signature; absent for a crash or a race that no finding is about. */
  readonly signature?: string;
  /** The finding's title; what was printed, where there is none. */
  readonly title: SafeText;
  /** Where its first line of evidence stands; absent where nothing shows it. */
  readonly citation?: Pick<Citation, 'path' | 'firstLine' | 'lastLine'>;
  readonly fingerprint: Fingerprint;
}
