import type { ExactInt } from '../../text/exact.ts';
import type { SafeText } from '../../text/safe-text.ts';
import type { FactBase } from './base.ts';

/** How the Go runtime of one process is set. Only what the text states is there. */
export interface RuntimeSettingsFact extends FactBase {
  readonly type: 'runtime-settings';
  /** Release as runtime.Version prints it: `go1.26.8`. */
  readonly goVersion?: SafeText;
  /** GOGC in per cent; absent where it is off or not stated. */
  readonly gogc?: number;
  /** GOGC=off: no collection is started by the growth of the heap. Absent where not stated. */
  readonly gogcOff?: boolean;
  /** GOMEMLIMIT in bytes; absent where there is none or it is not stated. */
  readonly memoryLimitBytes?: ExactInt;
  /** Whether there is a GOMEMLIMIT; absent where not stated. */
  readonly memoryLimitSet?: boolean;
  /** GOMEMLIMIT as the environment has it; absent where another text states the number. */
  readonly memoryLimitText?: SafeText;
  /**
   * GOMEMLIMIT is nothing that Go can read (`512Mi`, `512M`, `0.5GiB`, `Off`, a blank in it): from Go 1.19 on the process ends when it starts. Absent
   * where not so.
   */
  readonly memoryLimitMalformed?: boolean;
  /** GOMAXPROCS. */
  readonly gomaxprocs?: number;
  /** Logical processors that the process may use, as runtime.NumCPU counts them. */
  readonly cpus?: number;
  /** GODEBUG as it was set. */
  readonly godebug?: SafeText;
  /** GODEBUG that was built in: `DefaultGODEBUG`. */
  readonly defaultGodebug?: SafeText;
  /** GOTRACEBACK as it was set. */
  readonly gotraceback?: SafeText;
  /** Whether it was built with cgo: `CGO_ENABLED` of the build. */
  readonly cgo?: boolean;
  /** The program: the first word of `cmdline` of `/debug/vars`, the file of `go version -m`. Its arguments are left out, since they may hold secrets. */
  readonly program?: SafeText;
}
