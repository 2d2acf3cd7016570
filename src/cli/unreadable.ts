import { UsageError } from '../bundle/entry.ts';
import type { Artifact } from '../report/report.ts';

/**
 * Where nothing at all could be read, "nothing found" would be false comfort.
 *
 * @throws UsageError then, with the first reason.
 */
export function refuseUnreadable(artifacts: readonly Artifact[]): void {
  const [first] = artifacts;
  if (first === undefined || artifacts.some(({ status }) => status !== 'unreadable')) return;
  const others = artifacts.length === 1 ? '' : ` (and ${artifacts.length - 1} more that cannot be read)`;
  const reason = first.reason ?? 'cannot be read';
  const advice = reason === 'permission denied' ? '; check its permissions' : '';
  throw new UsageError(`${first.path}: ${reason}${others}${advice}`);
}
