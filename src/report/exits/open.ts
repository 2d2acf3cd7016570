import type { Ended } from './ended.ts';
import { signalNumber } from '../../evidence/exit-codes.ts';

/** A command that would tell more of an end. */
interface Step {
  readonly command: string;
  readonly why: string;
}

/** What is not known of an end that nothing in the bundle settles. */
export interface Open {
  /** In words; no template. */
  readonly unknown: string;
  readonly collect: readonly Step[];
}

const LOG: Step = {
  command: 'kubectl logs -n $NS $POD -c $C --previous --timestamps > previous.log',
  why: 'the last lines of the run that ended, with its trace where there is one',
};
const UNIT_LOG: Step = { command: 'journalctl -u $UNIT -o short-iso-precise > unit.log', why: 'the last lines of the run that ended' };
const POD: Step = {
  command: 'kubectl get pod -n $NS $POD -o yaml > pod.yaml',
  why: 'reason, message and times of the run before, in lastState',
};
const EVENTS: Step = {
  command: 'kubectl get events -n $NS --field-selector involvedObject.name=$POD -o yaml > events.yaml',
  why: 'requests to end it, probes that failed, evictions; they are kept for an hour',
};
const KERNEL: Step = {
  command: "journalctl -k -o short-iso-precise | grep -iE 'oom-kill|killed process|segfault|traps:|type=1326' > kernel.log",
  why: 'on the node: OOM kills, faults and refused system calls, with the name of the process',
};
const MEMORY: Step = { command: 'cat /sys/fs/cgroup/memory.events /sys/fs/cgroup/memory.max', why: 'oom_kill above 0: the kernel did it' };
const CORE: Step = { command: 'coredumpctl info $PROGRAM', why: 'the thread at fault, where a core was kept' };

/** By code, where it has a question of its own. */
const BY_CODE: Readonly<Record<number, Open>> = {
  0: {
    unknown: 'why main returned: what is meant to run on ends by itself only where it was told to, or where what it serves came to an end',
    collect: [LOG, EVENTS],
  },
  1: { unknown: 'why: the reason is what it wrote last', collect: [LOG] },
  2: {
    unknown:
      'which of these it was: no trace of this run is among what was read. It may be cut off, have gone elsewhere than the log, or never have been printed (GOTRACEBACK=none); without a panic it is an argument that package flag refused, os.Exit(2), or SIGTERM',
    collect: [LOG, EVENTS],
  },
  66: { unknown: 'which race it was: no report of the race detector is among what was read', collect: [LOG] },
  131: { unknown: 'who sent SIGQUIT, and why no dump was printed', collect: [LOG] },
  134: {
    unknown:
      'who aborted: no trace and no SIGABRT line is among what was read. GOTRACEBACK=crash leaves a trace; abort() in C leaves the line of the library that called it',
    collect: [LOG, CORE],
  },
  137: {
    unknown:
      'who sent SIGKILL. For want of memory the kernel does, and nothing here shows that it did: neither the reason OOMKilled, nor an OOM kill of this process in a kernel log, nor one that its control group has counted. The kubelet does when the grace is over, and anybody may by hand',
    collect: [POD, EVENTS, KERNEL, MEMORY],
  },
  141: { unknown: 'who had read its output, and why that ended', collect: [LOG, POD] },
  143: { unknown: 'who sent SIGTERM: the kubelet, a supervisor or a shell. It is no fault of the program', collect: [EVENTS, POD, LOG] },
  159: { unknown: 'which system call it was, and which filter refused it', collect: [KERNEL] },
  255: {
    unknown:
      'why: the reason is what it wrote last. Where the node or the container runtime was restarted the code says nothing of the program',
    collect: [LOG, POD],
  },
};

const NOT_STARTED: Open = {
  unknown: 'whether it was started at all, and what was missing: the message of the state says it',
  collect: [POD, EVENTS],
};
const FAULT: Open = {
  unknown:
    'where the fault was: for one in Go code the runtime prints a trace and ends with 2. So it was C code on a thread of its own, a program that it had started through a shell, or a runtime that could not print',
  collect: [KERNEL, LOG, CORE],
};
const SIGNAL: Open = { unknown: 'who sent the signal', collect: [LOG, EVENTS] };
const OWN: Open = { unknown: 'what the program means by it: the code is its own choice (os.Exit)', collect: [LOG] };

/** Codes that somebody else made up for a status that was lost. */
const LOST: Open = {
  unknown:
    'how it ended: whoever watched over the container lost sight of it, and this code stands in the place of its status. It is no sign of SIGKILL, nor of want of memory',
  collect: [{ command: 'kubectl describe node $NODE > node.txt', why: 'whether the node or its container runtime was restarted' }, EVENTS],
};

/** What is not known of an end, and what would tell. */
export function openQuestion({ code, container, log }: Ended): Open {
  const reason = container?.reason;
  if (reason === 'ContainerStatusUnknown' || (reason === 'Unknown' && (code === 255 || code === 137))) return LOST;
  const { unknown, collect } =
    BY_CODE[code] ??
    (code >= 125 && code <= 128
      ? NOT_STARTED
      : [132, 135, 136, 139].includes(code)
        ? FAULT
        : signalNumber(code) === undefined
          ? OWN
          : SIGNAL);
  // A unit of systemd has no pod.
  return log?.topic === 'systemd-exit'
    ? { unknown, collect: [UNIT_LOG, ...collect.filter((step) => step === KERNEL || step === CORE)] }
    : { unknown, collect };
}
