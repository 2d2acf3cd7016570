import type { CaseFile } from '../../evidence/case-file.ts';
import type { KernelEvent, KernelFact } from '../../evidence/facts/kernel.ts';
import { toBigInt } from '../../text/exact.ts';
import { sanitize } from '../../text/safe-text.ts';
import { formatBytes } from '../../matcher/template.ts';
import type { TimelineEntry } from '../report.ts';

/** What the kernel wrote down: by the time of day where its line has one with a zone, else by the time since the machine began. */
export function kernelEntries(caseFile: CaseFile): TimelineEntry[] {
  return caseFile.of('kernel').flatMap((fact): TimelineEntry[] => {
    const { atUnixMs, atSeconds, citations } = fact;
    const what = { kind: 'kernel', event: sanitize(kernelWords(fact)), citation: citations[0] } as const;
    if (atUnixMs !== undefined) return [{ atMs: atUnixMs, clock: 'unix', ...what }];
    return atSeconds === undefined ? [] : [{ atMs: Math.round(atSeconds * 1000), clock: 'boot', ...what }];
  });
}

/** What an event of the kernel says, in words. */
export function kernelWords(fact: KernelFact): string {
  const { event, process, pid, count } = fact;
  const who = `${process ?? 'a process'}${pid === undefined ? '' : ` (pid ${pid})`}`;
  const said = WORDS[event](fact, who);
  return `kernel: ${said}${count > 1 ? ` (the first of ${count})` : ''}`;
}

const CONSTRAINTS: Readonly<Record<NonNullable<KernelFact['constraint']>, string>> = {
  memcg: ', at the limit of a control group',
  none: ', the whole machine being out of it',
  cpuset: ', within the nodes that its cpuset has',
  'memory-policy': ', within the nodes that its memory policy has',
};

const WORDS: Readonly<Record<KernelEvent, (fact: KernelFact, who: string) => string>> = {
  'oom-kill': ({ constraint, limitBytes, anonBytes }, who) => {
    const limit = limitBytes === undefined ? '' : ` of ${formatBytes(Number(toBigInt(limitBytes)))}`;
    const held = anonBytes === undefined ? '' : `; it had ${formatBytes(Number(toBigInt(anonBytes)))}`;
    return `killed ${who} for want of memory${constraint === undefined ? '' : CONSTRAINTS[constraint]}${constraint === 'memcg' ? limit : ''}${held}`;
  },
  segfault: ({ trap, object }, who) => `${trap ?? 'segfault'} of ${who}${object === undefined ? '' : ` in ${object}`}`,
  'hung-task': ({ blockedSeconds }, who) => `${who} was blocked${forSeconds(blockedSeconds)}`,
  seccomp: ({ syscallName, syscall, action }, who) =>
    `a filter did not let ${who} make the system call ${syscallName ?? syscall ?? '(not told)'}${action === undefined ? '' : `, ${action}`}`,
  'fork-rejected': ({ limitGroup }) => `no more tasks were allowed${limitGroup === undefined ? '' : ` in ${limitGroup}`}`,
  'page-allocation-failure': (_, who) => `${who} did not get the pages that it asked for`,
  'file-table-full': () => 'the table of open files of the machine was full',
  'io-error': ({ object }) => `input or output failed${object === undefined ? '' : ` at ${object}`}`,
  'soft-lockup': ({ blockedSeconds }, who) => `a processor was stuck${forSeconds(blockedSeconds)} with ${who}`,
  'syn-flood': ({ object }) => `a queue of connections was full${object === undefined ? '' : ` at port ${object}`}`,
  'conntrack-full': () => 'the table of connections was full',
  'tcp-memory': () => 'TCP had no memory left',
  'tcp-orphans': () => 'there were too many connections that no program holds any more',
};

function forSeconds(seconds: number | undefined): string {
  return seconds === undefined ? '' : ` for ${seconds} s`;
}
