import type { Finding, Inconclusive } from '../../../matcher/finding.ts';
import { type Block, codeBlock, section, tasks } from './blocks.ts';
import { fresh } from './fresh.ts';
import { prose } from './inline.ts';

/** What to do, as lists to tick off; what several findings ask for stands once, where it comes first. */
export function actionBlocks(findings: readonly Finding[], level = 3): Block[] {
  const known = new Set<string>();
  const list = (title: string, texts: readonly string[]) => section(title, [tasks(fresh(texts.map(prose), known))], level);
  return [
    ...list(
      'Mitigate',
      findings.flatMap(({ remediation }) => remediation.mitigate),
    ),
    ...list(
      'Fix',
      findings.flatMap(({ fix, remediation }) => [fix, ...remediation.fix]),
    ),
    ...list(
      'Prevent',
      findings.flatMap(({ remediation }) => remediation.prevent),
    ),
  ];
}

/** Commands that settle or document it, each once. */
export function collectBlocks(steps: Inconclusive['collect'] | readonly { readonly command: string; readonly why: string }[]): Block[] {
  const known = new Set<string>();
  return steps.flatMap(({ command, why }) =>
    fresh([command.trimEnd()], known).flatMap((one) => [[`${prose(why)}:`], codeBlock(one, 'sh')]),
  );
}
