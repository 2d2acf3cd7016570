import { type SafeText, sanitize } from '../../../src/text/safe-text.ts';

const WORDS: Readonly<Record<number, string>> = {
  0: 'a normal end',
  1: 'os.Exit(1) or log.Fatal',
  2: 'a panic, a fatal error or SIGQUIT of Go; also SIGTERM for a Go program that is PID 1 and takes no signals',
  66: 'the race detector had something to report',
  126: 'the command could not be executed',
  127: 'the command was not found',
  128: 'the container could not be started',
  134: 'SIGABRT: GOTRACEBACK=crash, or abort() in C code',
  137: 'SIGKILL: the kernel for want of memory, the kubelet after the grace period, or somebody by hand',
  139: 'SIGSEGV that the Go runtime did not handle: C code, as a rule',
  141: 'SIGPIPE: nobody read standard output or standard error any more',
  143: 'SIGTERM that was not handled',
  159: 'SIGSYS: a system call that seccomp does not allow',
};

/** What an exit code means for a Go program in a container; undefined where it has no meaning of its own. */
export function exitWords(code: number | undefined): SafeText | undefined {
  if (code === undefined) return undefined;
  const words = WORDS[code];
  if (words !== undefined) return sanitize(words);
  return code > 128 && code < 192 ? sanitize(`signal ${code - 128}`) : undefined;
}
