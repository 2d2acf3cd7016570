import { examine } from '../analyze.ts';
import type { Limits } from '../bundle/limits.ts';
import { formatBytes } from '../matcher/template.ts';
import type { Artifact } from '../report/report.ts';
import { EXIT, type ExitCode } from './exit.ts';
import type { CliIo } from './io.ts';

/** `goroner inspect PATH…`: every file, what it is, what came out of it, or why it was passed over. */
export async function inspectCommand(
  paths: readonly string[],
  options: { readonly json: boolean; readonly limits: Partial<Limits> },
  io: CliIo,
): Promise<ExitCode> {
  const { artifacts, skipped, caseFile, budget } = await examine(paths, { limits: options.limits, stdin: io.stdin });
  const facts = new Map<string, Map<string, number>>();
  for (const { type, citations } of caseFile.all) {
    const counts = facts.get(citations[0].path) ?? new Map<string, number>();
    counts.set(type, (counts.get(type) ?? 0) + 1);
    facts.set(citations[0].path, counts);
  }
  if (options.json) {
    const files = artifacts.map((one) => ({ ...one, facts: Object.fromEntries(facts.get(one.path) ?? []) }));
    io.stdout.write(`${JSON.stringify({ artifacts: files, skipped, limits: budget.hits }, null, 2)}\n`);
    return EXIT.clean;
  }
  const lines = artifacts.flatMap((one) => fileLines(one, facts.get(one.path)));
  const tail = [
    ...skipped.map(
      (one) =>
        `  not read: ${one.amount} ${one.unit} in ${one.citation.path}${one.citation.firstLine === undefined ? '' : `:${one.citation.firstLine}`}: ${one.reason}`,
    ),
    ...budget.hits.map((one) => `  limit ${one.what}${one.path === undefined ? '' : ` in ${one.path}`}: ${one.detail}`),
  ];
  io.stdout.write([...lines, ...tail, `${artifacts.length} ${artifacts.length === 1 ? 'file' : 'files'}`, ''].join('\n'));
  return EXIT.clean;
}

function fileLines(artifact: Artifact, facts: ReadonlyMap<string, number> | undefined): string[] {
  const what = artifact.kinds.length > 0 ? artifact.kinds.join(', ') : artifact.status;
  const size = artifact.bytes === undefined ? '' : ` (${[formatBytes(artifact.bytes), ...artifact.wrappers].join(', ')})`;
  const lines = [`${artifact.path}${size}: ${what}`];
  if (artifact.kinds.length > 0 && artifact.status !== 'read') lines.push(`  ${artifact.status}`);
  if (artifact.reason !== undefined) lines.push(`  ${artifact.reason}`);
  if (facts !== undefined) lines.push(`  facts: ${[...facts].map(([type, count]) => `${count} ${type}`).join(', ')}`);
  return lines;
}
