import type { SafeText } from '../../text/safe-text.ts';
import type { FactBase } from './base.ts';

/**
 * How a container was stopped from outside: what asked for its end, and what came of it. Derived from the state of the container, the events
 * about it and the deletion of its pod. Only where the times of both are known.
 */
export interface ContainerStopFact extends FactBase {
  readonly type: 'container-stop';
  readonly name: SafeText;
  /** Id of the container fact. */
  readonly container: string;
  /** What asked: a probe that failed, the deletion of the pod, or something else that the kubelet reports as `Killing`. */
  readonly asked: 'liveness-probe' | 'startup-probe' | 'deletion' | 'other';
  /** Unix milliseconds of the request, and of the end. */
  readonly askedUnixMs: number;
  readonly finishedUnixMs: number;
  /** Seconds between them. */
  readonly tookSeconds: number;
  /** Seconds of grace: SIGKILL follows after them. */
  readonly graceSeconds: number;
  /** The grace is stated, and not the default of 30 seconds. */
  readonly graceStated: boolean;
  /** It ended when the grace was over, within two seconds: it did not end by itself. */
  readonly atGraceEnd: boolean;
  readonly exitCode: number;
  /** The container's own reason: `Error`, `Completed`, `OOMKilled`. */
  readonly reason?: SafeText;
}
