import { type SafeText, sanitize } from '../text/safe-text.ts';

/** Signals by number, as Linux has them on amd64 and arm64 (include/uapi/asm-generic/signal.h). */
const SIGNALS: Readonly<Record<number, string>> = {
  1: 'SIGHUP',
  2: 'SIGINT',
  3: 'SIGQUIT',
  4: 'SIGILL',
  5: 'SIGTRAP',
  6: 'SIGABRT',
  7: 'SIGBUS',
  8: 'SIGFPE',
  9: 'SIGKILL',
  10: 'SIGUSR1',
  11: 'SIGSEGV',
  12: 'SIGUSR2',
  13: 'SIGPIPE',
  14: 'SIGALRM',
  15: 'SIGTERM',
  24: 'SIGXCPU',
  25: 'SIGXFSZ',
  31: 'SIGSYS',
};

/** The highest signal, SIGRTMAX. */
const LAST_SIGNAL = 64;

/** What codes say by themselves. Whether it is so only evidence tells: a program may choose any of them. */
const MEANINGS: Readonly<Record<number, string>> = {
  0: 'a normal end',
  1: 'os.Exit(1) or log.Fatal',
  2: 'a panic, a fatal error or SIGQUIT of Go; also SIGTERM for a Go program that is PID 1 and takes no signals',
  66: 'the race detector had something to report',
  125: 'the container runtime could not run the container',
  126: 'the command could not be executed',
  127: 'the command was not found',
  128: 'the container could not be started',
  129: 'SIGHUP that was not handled: its terminal was closed, or somebody wanted it to read its configuration anew',
  130: 'SIGINT that was not handled: Ctrl-C, as a rule',
  131: 'SIGQUIT without the Go runtime, which prints a dump for it and ends with 2',
  132: 'SIGILL that the Go runtime did not handle: C code, or a build for another processor',
  134: 'SIGABRT: GOTRACEBACK=crash, or abort() in C code',
  135: 'SIGBUS that the Go runtime did not handle: C code, as a rule',
  136: 'SIGFPE that the Go runtime did not handle: C code, as a rule',
  137: 'SIGKILL: the kernel for want of memory, the kubelet after the grace period, or somebody by hand',
  139: 'SIGSEGV that the Go runtime did not handle: C code, as a rule',
  141: 'SIGPIPE: nobody read standard output or standard error any more',
  143: 'SIGTERM that was not handled',
  159: 'SIGSYS: a system call that seccomp does not allow',
  255: 'os.Exit(255) or os.Exit(-1), as klog.Fatal does; also what a container runtime writes that lost the status',
};

/** The number of the signal that an exit code stands for, 128 being added by whoever waited for the process; undefined for other codes. */
export function signalNumber(code: number): number | undefined {
  const number = code - 128;
  return number > 0 && number <= LAST_SIGNAL ? number : undefined;
}

/** The name of a signal, `SIGKILL`; `signal 40` for one without a name. */
export function signalName(number: number): string {
  return SIGNALS[number] ?? `signal ${number}`;
}

/** {@link exitMeaning} for a fact; undefined where there is no code, too. */
export function exitWords(code: number | undefined): SafeText | undefined {
  const meaning = code === undefined ? undefined : exitMeaning(code);
  return meaning === undefined ? undefined : sanitize(meaning);
}

/** What an exit code says of a Go program, in words; undefined where it is the program's own. */
export function exitMeaning(code: number): string | undefined {
  const number = signalNumber(code);
  return MEANINGS[code] ?? (number === undefined ? undefined : signalName(number));
}
