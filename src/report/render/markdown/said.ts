import type { Finding } from '../../../matcher/finding.ts';
import { prose } from './inline.ts';

/** What people have said of a finding, in a sentence; undefined where nothing. */
export function said({ triage }: Finding): string | undefined {
  if (triage === undefined) return undefined;
  const note = prose(triage.note);
  const mark = triage.mark === 'open' ? 'Still open' : triage.mark === 'confirmed' ? 'Confirmed' : 'Dismissed';
  return `**${mark} in triage**${note === '' ? '' : `: ${note}`}`;
}

/** Whether people have said that it is not so. */
export function isDismissed({ triage }: Finding): boolean {
  return triage?.mark === 'dismissed';
}
