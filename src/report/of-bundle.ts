import { isTriageName } from '../text/triage-name.ts';
import type { Artifact } from './report.ts';

/** The files that are evidence, or might have been: not the one in which Goroner itself keeps what people said of the findings. */
export function ofBundle(artifacts: readonly Artifact[]): readonly Artifact[] {
  return artifacts.filter(({ path, status }) => status !== 'passed-over' || !isTriageName(path.slice(path.lastIndexOf('/') + 1)));
}
