import type { Line } from '../../../src/text/line.ts';
import { cite } from '../../goroutine-dump/excerpt.ts';
import { emitQuota } from '../objects/quota.ts';
import type { ObjectContext } from '../objects/source.ts';

/** The table of `kubectl describe quota` (kubectl, pkg/describe, DescribeQuota), which has no keys. */
const HEAD = /^Resource {2,}Used {2,}Hard\s*$/;
const RULE = /^-{3,} {2,}-{3,} {2,}-{3,}\s*$/;
const ROW = /^([a-z][\w./-]{0,200}) {2,}(\S{1,40}) {2,}(\S{1,40})\s*$/;

/** Whether a line is of the table of a quota. */
export function isQuotaLine(text: string, begun: boolean): boolean {
  return HEAD.test(text) || (begun && (RULE.test(text) || ROW.test(text)));
}

/** Whether a line begins the table of a quota. */
export function isQuotaHead(text: string): boolean {
  return HEAD.test(text);
}

/** Reads the description of a quota; false where it is of something else. */
export function readDescribedQuota(lines: readonly Line[], context: ObjectContext): boolean {
  const at = lines.findIndex(({ text }) => HEAD.test(text));
  const [first] = lines;
  const head = lines[at];
  if (first === undefined || head === undefined) return false;
  const below = lines.slice(at + 1).filter(({ text }) => ROW.test(text));
  const rows = below.flatMap(({ text }) => {
    const [, resource = '', used = '', hard = ''] = ROW.exec(text) ?? [];
    return resource === '' ? [] : [{ resource, used, hard }];
  });
  const value = (key: string) =>
    lines
      .slice(0, at)
      .find(({ text }) => text.startsWith(`${key}:`))
      ?.text.slice(key.length + 1)
      .trim();
  const shown = [head, ...below].map(({ text }) => text.trimEnd());
  const last = below.at(-1) ?? head;
  emitQuota(
    { title: value('Name'), namespace: value('Namespace'), rows },
    cite(context.path, head.number, last.number, shown, 12),
    context,
  );
  return true;
}
