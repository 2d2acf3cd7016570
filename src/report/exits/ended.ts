import { type CaseFile, sameScope } from '../../evidence/case-file.ts';
import type { Citation } from '../../evidence/citation.ts';
import type { ContainerFact, PodFact } from '../../evidence/facts/kubernetes.ts';
import type { LogFact } from '../../evidence/facts/log.ts';
import type { Scope } from '../../evidence/scope.ts';
import { type SafeText, sanitize, trusted } from '../../text/safe-text.ts';

/** A process of which it is known that it ended, and with what. */
export interface Ended {
  /** In words: `container web`, `the unit shop.service`, `the process`. */
  readonly what: SafeText;
  readonly scope: Scope;
  /** As a shell and Kubernetes have it: 128 and the number for a process that a signal ended. */
  readonly code: number;
  /** The state of a container that says so. */
  readonly container?: ContainerFact;
  readonly pod?: PodFact;
  /** The line that says so. */
  readonly log?: LogFact;
  readonly citation: Citation;
}

/** Every end that the bundle states. Ends that are meant to be are left out: a job that is done, a container that was started once. */
export function endedProcesses(caseFile: CaseFile): readonly Ended[] {
  return [...endedContainers(caseFile), ...caseFile.of('log').flatMap((log) => endedInLog(log, caseFile) ?? [])];
}

function endedContainers(caseFile: CaseFile): Ended[] {
  const pods = new Map(caseFile.of('pod').map((pod) => [keyOf(pod.scope), pod]));
  return caseFile.of('container').flatMap((container): Ended[] => {
    const { exitCode, scope, name, citations } = container;
    if (container.state !== 'terminated' || exitCode === undefined) return [];
    const pod = pods.get(keyOf(scope));
    if (exitCode === 0 && !isMeantToRun(container, pod)) return [];
    return [
      {
        what: sanitize(`container ${name}${container.previous ? ' (the run before)' : ''}`),
        scope,
        code: exitCode,
        container,
        ...(pod === undefined ? {} : { pod }),
        citation: citations[0],
      },
    ];
  });
}

/** Whether a container ought not to end by itself: it is no init container, and its pod is no job and is not being deleted. */
function isMeantToRun({ kind }: ContainerFact, pod: PodFact | undefined): boolean {
  return (
    kind === 'container' &&
    pod?.ownerKind !== 'Job' &&
    pod?.phase !== 'Succeeded' &&
    pod?.deletionUnixMs === undefined &&
    (pod?.restartPolicy === undefined || pod.restartPolicy === 'Always')
  );
}

/** What systemd or a shell says of an end. Where a trace of the process is beside it, that says more. */
function endedInLog(log: LogFact, caseFile: CaseFile): Ended | undefined {
  const code = log.topic === 'systemd-exit' ? codeOfUnit(log) : log.topic === 'exit-status' && log.atEnd ? codeOfShell(log) : undefined;
  if (code === undefined || code === 0) return undefined;
  const besides = ['crash', 'race', 'test-run', 'leak-check'] as const;
  if (besides.some((type) => caseFile.of(type).some((fact) => isOneText(fact.citations[0], log) || sameScope(fact.scope, log.scope))))
    return undefined;
  const [, unit] = /([\w@:.\\-]{1,200}\.service)/.exec(log.message) ?? [];
  return {
    what: unit === undefined ? trusted('the process') : sanitize(`the unit ${unit}`),
    scope: log.scope,
    code,
    log,
    citation: log.citations[0],
  };
}

function isOneText({ path }: Citation, log: LogFact): boolean {
  return path === log.citations[0].path;
}

/** `code=killed, status=9/KILL`: the number of the signal; `code=exited, status=2/…`: the code. */
function codeOfUnit({ message }: LogFact): number | undefined {
  const [, how, status] = /code=(exited|killed|dumped), status=(\d{1,3})/.exec(message) ?? [];
  if (status === undefined) return undefined;
  return how === 'exited' ? Number(status) : 128 + Number(status);
}

function codeOfShell({ message }: LogFact): number | undefined {
  const [, code] = /(?:exit status|exited with(?: exit)? code) (\d{1,3})/.exec(message) ?? [];
  return code === undefined ? undefined : Number(code);
}

function keyOf({ namespace, pod }: Scope): string {
  return `${namespace ?? trusted('')}\n${pod ?? trusted('')}`;
}
