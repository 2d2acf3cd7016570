import type { CaseFile } from '../../evidence/case-file.ts';
import type { Citation } from '../../evidence/citation.ts';
import { exitMeaning, signalName, signalNumber } from '../../evidence/exit-codes.ts';
import type { Scope } from '../../evidence/scope.ts';
import { type SafeText, sanitize } from '../../text/safe-text.ts';
import { cluesOf } from './clues.ts';
import { endedProcesses } from './ended.ts';
import { openQuestion } from './open.ts';

/** How a process ended by its exit code, and what the bundle has about it. It explains, and is no finding: a code is no cause. */
export interface ExitReport {
  /** What ended, in words: `container web (the run before)`, `the unit shop.service`, `the process`. */
  readonly what: SafeText;
  readonly scope: Scope;
  /** Exit code as a shell and Kubernetes have it: 128 and the number of the signal, for a process that a signal ended. */
  readonly code: number;
  /** Name of the signal that the code stands for, `SIGKILL`; absent where it stands for none. A program may choose such a code as well. */
  readonly signal?: SafeText;
  /** What the code says by itself of a Go program. */
  readonly meaning: SafeText;
  /** The reason that the state of the container gives: `Error`, `OOMKilled`, `ContainerStatusUnknown`. */
  readonly reason?: SafeText;
  /** Something in the bundle says what the end came from. Where it is false the code alone does not tell, and `unknown` says what is open. */
  readonly explained: boolean;
  /** What the bundle has about it; what explains it first. */
  readonly evidence: readonly { readonly statement: SafeText; readonly citation: Citation }[];
  /** What is not known; absent where it is explained. */
  readonly unknown?: SafeText;
  /** What would tell; empty where it is explained. */
  readonly collect: readonly { readonly command: SafeText; readonly why: SafeText }[];
  /** Where the code stands. */
  readonly citation: Citation;
}

/**
 * Explains every exit code that the bundle states. 137 is want of memory only with evidence for it; so with every other code that has more than
 * one origin. Ends that are meant to be (a job that is done) are left out.
 */
export function explainExits(caseFile: CaseFile): readonly ExitReport[] {
  const all = endedProcesses(caseFile);
  const clues = cluesOf(all, caseFile);
  return all.map((ended): ExitReport => {
    const { what, scope, code, container, citation } = ended;
    const found = clues(ended);
    const explained = found.some(({ settles }) => settles);
    const open = openQuestion(ended);
    const signal = signalNumber(code);
    return {
      what,
      scope,
      code,
      ...(signal === undefined ? {} : { signal: sanitize(signalName(signal)) }),
      meaning: sanitize(exitMeaning(code) ?? 'a code of the program itself'),
      ...(container?.reason === undefined ? {} : { reason: container.reason }),
      explained,
      evidence: found.map((one) => ({ statement: one.statement, citation: one.citation })),
      ...(explained ? {} : { unknown: sanitize(open.unknown) }),
      collect: explained ? [] : open.collect.map(({ command, why }) => ({ command: sanitize(command), why: sanitize(why) })),
      citation,
    };
  });
}
