/** What a user has said of a finding. Kept beside the bundle in `goroner-triage.json`, and merged into every export. */
export interface TriageEntry {
  /** The finding's key: the same in the next run over the same evidence. The file calls it so since its first version. */
  readonly fingerprint: string;
  readonly mark: 'open' | 'confirmed' | 'dismissed';
  /** A line of the user's own, as it was written: not safe to show yet. Empty where none. */
  readonly note: string;
  /** It could not be saved: it holds until the UI is left. */
  readonly unsaved?: true;
}
