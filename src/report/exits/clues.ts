import { type CaseFile, sameScope } from '../../evidence/case-file.ts';
import type { Citation } from '../../evidence/citation.ts';
import type { ContainerStopFact } from '../../evidence/facts/container-stop.ts';
import type { Fact } from '../../evidence/facts/index.ts';
import type { KernelFact } from '../../evidence/facts/kernel.ts';
import type { LogFact } from '../../evidence/facts/log.ts';
import { type SafeText, sanitize } from '../../text/safe-text.ts';
import type { Ended } from './ended.ts';

/** What the bundle has about an end. */
export interface Clue {
  readonly statement: SafeText;
  readonly citation: Citation;
  /** It says by itself what the end came from; else it only may have to do with it. */
  readonly settles: boolean;
}

/** Whose a fact is. */
interface Ends {
  readonly caseFile: CaseFile;
  /** The fact can be of one end alone of those that the bundle states. */
  readonly isOfOne: (fact: Fact) => boolean;
}

type Look = (ended: Ended, ends: Ends) => readonly Clue[];

/** Everything that the bundle has about the end of a process; what settles it first, then in the order of the looks. */
export function cluesOf(all: readonly Ended[], caseFile: CaseFile): (ended: Ended) => readonly Clue[] {
  const counts = new Map<string, number>();
  const isOfOne = (fact: Fact): boolean => {
    let count = counts.get(fact.id);
    if (count === undefined) {
      count = all.filter(({ scope }) => sameScope(scope, fact.scope)).length;
      counts.set(fact.id, count);
    }
    return count === 1;
  };
  return (ended) => {
    const clues = LOOKS.flatMap((look) => look(ended, { caseFile, isOfOne }));
    return [...clues.filter(({ settles }) => settles), ...clues.filter(({ settles }) => !settles)];
  };
}

function clue(fact: { readonly citations: readonly [Citation, ...Citation[]] }, statement: string, settles: boolean): Clue {
  return { statement: sanitize(statement), citation: fact.citations[0], settles };
}

/** What the state of the container says besides the code. */
const state: Look = ({ code, container }) => {
  if (container === undefined) return [];
  const { reason, message, limits } = container;
  if (reason === 'OOMKilled') {
    const limit = limits?.memoryBytes === undefined ? '' : `, at a limit of ${limits.memoryBytes} bytes`;
    return code === 137
      ? [clue(container, `the container runtime says OOMKilled: the kernel killed it for want of memory${limit}`, true)]
      : [
          clue(
            container,
            `the container runtime says OOMKilled, but the code is not that of SIGKILL: a child was killed, as a rule${limit}`,
            false,
          ),
        ];
  }
  if (isNotStarted(reason, code))
    return [
      clue(container, `it never ran (${reason ?? 'no reason'}): ${message ?? 'the runtime does not say why'}`, message !== undefined),
    ];
  return [];
};

function isNotStarted(reason: SafeText | undefined, code: number): boolean {
  return reason === 'StartError' || reason === 'ContainerCannotRun' || (reason === 'RunContainerError' && code >= 125 && code <= 128);
}

const ASKED: Readonly<Record<ContainerStopFact['asked'], string>> = {
  'liveness-probe': 'the kubelet asked it to end, since its liveness probe failed',
  'startup-probe': 'the kubelet asked it to end, since its startup probe failed',
  deletion: 'its pod was deleted',
  other: 'the kubelet asked it to end',
};

/** Who asked for the end, and whether the grace was over. */
const stop: Look = ({ code, container }, { caseFile }) =>
  caseFile
    .of('container-stop')
    .filter((one) => one.container === container?.id)
    .map((one) => {
      const before = `${ASKED[one.asked]}, ${one.tookSeconds} s before`;
      if (code === 137)
        return one.atGraceEnd
          ? clue(one, `${before}, and the grace of ${one.graceSeconds} s was over: SIGKILL follows then`, one.reason !== 'OOMKilled')
          : clue(one, `${before}; the grace of ${one.graceSeconds} s was not over`, false);
      if (code === 143) return clue(one, `${before}: it was ended by that SIGTERM`, true);
      if (code === 2) return clue(one, `${before}: a Go program that is PID 1 and takes no signals ends with 2 by SIGTERM`, false);
      return clue(one, before, code === 0);
    });

/** Why the pod as a whole had to go. */
const disruption: Look = ({ code, pod }, { caseFile, isOfOne }) => {
  const byOthers = code === 137 || code === 143;
  const clues: Clue[] = [];
  if (pod?.reason !== undefined && pod.phase === 'Failed')
    clues.push(clue(pod, `its pod was ended: ${pod.reason}${pod.message === undefined ? '' : `, ${pod.message}`}`, byOthers));
  for (const { type, status, reason, message } of pod?.conditions ?? [])
    if (pod !== undefined && type === 'DisruptionTarget' && status === 'True')
      clues.push(clue(pod, `its pod had to go: ${reason ?? 'no reason is given'}${message === undefined ? '' : `, ${message}`}`, byOthers));
  if (clues.length > 0 || pod === undefined) return clues;
  return caseFile
    .of('event')
    .filter((event) => WENT.has(event.reason) && sameScope(event.scope, pod.scope) && event.scope.pod === pod.scope.pod)
    .slice(0, 1)
    .map((event) => clue(event, `its pod had to go: ${event.reason}, ${event.message}`, byOthers && isOfOne(event)));
};

/** Reasons of events that end a pod (kubelet, scheduler, taint manager). */
const WENT: ReadonlySet<string> = new Set(['Evicted', 'Preempted', 'Preempting', 'TaintManagerEviction', 'NodeShutdown']);

/** Requests of the kubelet whose time does not tell which run they are about. */
const killing: Look = ({ code, scope, container }, { caseFile }) => {
  if ((code !== 137 && code !== 143 && code !== 2 && code !== 0) || container === undefined) return [];
  if (caseFile.of('container-stop').some((one) => one.container === container.id)) return [];
  return caseFile
    .of('event')
    .filter((event) => event.reason === 'Killing' && event.scope.pod === scope.pod && sameScope(event.scope, scope))
    .slice(0, 1)
    .map((event) => clue(event, `the kubelet has asked the container to end, if it was this run: ${event.message}`, false));
};

/** What the kernel wrote down. Its log is of a whole machine: by the name of the process it may be this one. */
const kernel: Look = (one, { caseFile, isOfOne }) => {
  const event = ({ 137: 'oom-kill', 139: 'segfault', 135: 'segfault', 132: 'segfault', 159: 'seccomp' } as const)[
    one.code as 132 | 135 | 137 | 139 | 159
  ] as KernelFact['event'] | undefined;
  if (event === undefined) return [];
  const facts = caseFile
    .of('kernel')
    .filter(
      (fact) =>
        fact.event === event && sameScope(fact.scope, one.scope) && (event !== 'seccomp' || /^kill-|^trap$/.test(fact.action ?? 'trap')),
    );
  const own = facts.filter((fact) => isNamed(fact, one));
  return (own.length > 0 ? own : facts).slice(0, 2).map((fact) => {
    const name = fact.process ?? 'a process';
    const mine = own.length > 0 && isOfOne(fact);
    const which = mine ? '' : '; whether it was this one its log does not say';
    if (event === 'oom-kill')
      return clue(
        fact,
        `the kernel killed ${name}${fact.constraint === 'memcg' ? ' at the limit of a control group' : ''} for want of memory${which}`,
        mine,
      );
    if (event === 'seccomp')
      return clue(fact, `a filter did not allow ${name} the system call ${fact.syscallName ?? fact.syscall ?? '(not told)'}${which}`, mine);
    return clue(fact, `the kernel wrote down a fault of ${name}${fact.object === undefined ? '' : ` in ${fact.object}`}${which}`, mine);
  });
};

/** Whether a kernel log names the program that a container or a unit runs: 15 bytes of its name (TASK_COMM_LEN). */
function isNamed({ process }: KernelFact, { container, what, log }: Ended): boolean {
  if (process === undefined) return false;
  const image = (container?.image ?? '').replace(/[:@].*$/, '').replace(/^.*\//, '');
  const unit = log === undefined ? '' : what.replace(/^the unit /, '').replace(/\.service$/, '');
  return [container?.name ?? '', image, unit].some((name) => name !== '' && process === name.slice(0, 15));
}

/** OOM kills that the control group has counted. */
const group: Look = (one, { caseFile, isOfOne }) => {
  if (one.code !== 137) return [];
  return caseFile
    .of('cgroup')
    .filter((fact) => Number(fact.memory?.oomKills ?? 0) > 0 && sameScope(fact.scope, one.scope))
    .slice(0, 1)
    .map((fact) =>
      clue(
        fact,
        `the kernel has killed ${fact.memory?.oomKills ?? 0} of the processes of the control group for want of memory${one.container?.previous === true ? ', which may be that of a later run' : ''}`,
        one.container?.previous !== true && isOfOne(fact),
      ),
    );
};

/** Codes after which the runtime has printed a trace. */
const TRACED: ReadonlySet<number> = new Set([2, 134]);
/** Codes of faults that the runtime would have printed a trace for. */
const FAULTS: ReadonlySet<number> = new Set([132, 135, 136, 139]);

/** The trace of the run, or the report of the race detector. */
const trace: Look = (one, { caseFile, isOfOne }) => {
  if (one.code === 66)
    return caseFile
      .of('race')
      .filter((race) => sameScope(race.scope, one.scope))
      .slice(0, 1)
      .map((race) => clue(race, `the race detector reported a race ${race.between}`, isOfOne(race)));
  if (!TRACED.has(one.code) && !FAULTS.has(one.code) && one.code !== 1) return [];
  return caseFile
    .of('crash')
    .filter((crash) => crash.class !== 'recovered-panic' && sameScope(crash.scope, one.scope))
    .slice(0, 1)
    .map((crash) => {
      const what = `there is a trace, ${crash.class === 'sigquit' ? 'asked for by SIGQUIT' : `${crash.class}: ${firstLine(crash.message)}`}`;
      if (TRACED.has(one.code)) return clue(crash, what, isOfOne(crash));
      return clue(crash, `${what}; a Go process ends with 2 after it, or with 134`, false);
    });
};

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}

/** Topics of log lines, by code: whether the line settles it, and what it says. */
const SAID: Readonly<
  Record<string, { readonly codes: readonly number[]; readonly settles: boolean; readonly words: string; readonly atEnd?: true }>
> = {
  'fatal-line': { codes: [1, 255], settles: true, words: 'its last line is of the level that ends the process', atEnd: true },
  'last-words': { codes: [1, 255], settles: false, words: 'its last line reads like an error' },
  'flag-error': { codes: [1, 2], settles: true, words: 'it did not accept its arguments' },
  'leader-election-lost': { codes: [0, 1, 255], settles: false, words: 'it lost its office as leader, after which controllers end' },
  'exec-not-found': { codes: [126, 127, 128, 1], settles: false, words: 'a program was not found' },
  'command-not-found': { codes: [127, 255, 1], settles: true, words: 'a program, or what loads it, was not found' },
  'exec-format-error': { codes: [126, 127, 128, 1, 255], settles: true, words: 'a program is for another kind of processor' },
  'oci-runtime-error': { codes: [126, 127, 128], settles: true, words: 'the container runtime says why' },
  'http-server-closed': {
    codes: [0, 1],
    settles: true,
    words: 'Serve returned since Shutdown or Close had been called, and main did not stay',
    atEnd: true,
  },
  'shutdown-begins': { codes: [0, 2, 137, 143], settles: false, words: 'it said that it was told to end' },
  'systemd-oom': { codes: [137], settles: true, words: 'systemd says that it was killed for want of memory' },
};

/** What a result of systemd says of the signal that ended a unit. */
const RESULTS: Readonly<Record<string, { readonly code: number; readonly words: string }>> = {
  'oom-kill': { code: 137, words: 'systemd says that it was killed for want of memory' },
  timeout: {
    code: 137,
    words: 'it did not end in the time that systemd gives it (TimeoutStopSec), or did not start in time: SIGKILL follows then',
  },
  watchdog: { code: 134, words: 'it did not tell systemd in time that it lives (WatchdogSec): systemd sends SIGABRT then' },
};

/** What the program, or who watches over it, wrote. */
const said: Look = (one, { caseFile, isOfOne }) => {
  const seen = new Set<string>();
  return caseFile.of('log').flatMap((fact) => {
    const found = saidBy(fact, one.code);
    if (found === undefined || fact === one.log || !sameScope(fact.scope, one.scope) || seen.has(found.words)) return [];
    seen.add(found.words);
    return [clue(fact, `${found.words}: ${fact.message}`, found.settles && isOfOne(fact))];
  });
};

function saidBy(fact: LogFact, code: number): { readonly words: string; readonly settles: boolean } | undefined {
  if (fact.topic === 'systemd-result') {
    const result = RESULTS[fact.values.find(({ name }) => name === 'result')?.value ?? ''];
    return result?.code === code ? { words: result.words, settles: true } : undefined;
  }
  const known = Object.hasOwn(SAID, fact.topic) ? SAID[fact.topic] : undefined;
  if (known === undefined || !known.codes.includes(code) || (known.atEnd === true && !fact.atEnd)) return undefined;
  return known;
}

/** How the runtime was set, and built. */
const settings: Look = (one, { caseFile }) =>
  caseFile
    .of('runtime-settings')
    .filter((fact) => sameScope(fact.scope, one.scope))
    .flatMap((fact) => {
      if (one.code === 134 && fact.gotraceback === 'crash')
        return [clue(fact, 'GOTRACEBACK=crash is set: a Go program then ends by SIGABRT after each fatal trace', false)];
      if ((one.code === 134 || one.code === 139) && fact.cgo === false)
        return [clue(fact, 'the program is built without cgo: it has no C code of its own', false)];
      return [];
    })
    .slice(0, 1);

const LOOKS: readonly Look[] = [state, stop, disruption, trace, kernel, group, said, killing, settings];
