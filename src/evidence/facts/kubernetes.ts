import type { ExactInt } from '../../text/exact.ts';
import type { SafeText } from '../../text/safe-text.ts';
import type { FactBase } from './base.ts';

/** A condition of a pod, a node or a workload. */
export interface Condition {
  readonly type: SafeText;
  readonly status: SafeText;
  readonly reason?: SafeText;
  readonly message?: SafeText;
  /** Unix milliseconds of its last change. */
  readonly sinceUnixMs?: number;
}

/** A pod at one moment (core/v1 Pod, or `kubectl describe pod`). Whose it is stands in the scope. */
export interface PodFact extends FactBase {
  readonly type: 'pod';
  readonly phase?: SafeText;
  /** What `kubectl get pods` prints as its status: a phase, or a reason of one of its containers. */
  readonly status?: SafeText;
  /** Restarts of all of its containers, as `kubectl get pods` prints them. */
  readonly restarts?: number;
  /** Why it is in this phase: `Evicted`, `NodeLost`, … */
  readonly reason?: SafeText;
  readonly message?: SafeText;
  readonly qosClass?: SafeText;
  readonly conditions: readonly Condition[];
  readonly ready?: boolean;
  readonly restartPolicy?: SafeText;
  /** Kind of what owns it: ReplicaSet, StatefulSet, Job, … */
  readonly ownerKind?: SafeText;
  readonly ownerName?: SafeText;
  /** Revision of the workload that it was made from (label `controller-revision-hash`). */
  readonly revision?: SafeText;
  readonly terminationGracePeriodSeconds?: number;
  /** Unix milliseconds of its deletion's end: the request and the grace period. */
  readonly deletionUnixMs?: number;
  /** Seconds of grace that the deletion gives. */
  readonly deletionGraceSeconds?: number;
  readonly startedUnixMs?: number;
  readonly hostNetwork?: boolean;
  readonly shareProcessNamespace?: boolean;
  readonly runAsNonRoot?: boolean;
  readonly runAsUser?: number;
}

/** How a probe asks, and how patiently. */
export interface Probe {
  readonly kind: 'http' | 'tcp' | 'exec' | 'grpc';
  /** Path of HTTP, and the command line of exec. */
  readonly target?: SafeText;
  readonly port?: SafeText;
  readonly initialDelaySeconds?: number;
  /** Default 1. */
  readonly timeoutSeconds: number;
  /** Default 10. */
  readonly periodSeconds: number;
  /** Default 3. */
  readonly failureThreshold: number;
  /** Its own grace between SIGTERM and SIGKILL, in the place of the pod's. */
  readonly graceSeconds?: number;
}

/** CPUs and bytes that a container may use, or is promised. */
export interface Resources {
  /** Cores: `500m` is 0.5. */
  readonly cpus?: number;
  readonly memoryBytes?: ExactInt;
  readonly ephemeralStorageBytes?: ExactInt;
}

/** A GOMEMLIMIT as the environment of a container sets it. */
export interface GoMemoryLimit {
  /** Written out; from the memory limit or request by the Downward API; or from a ConfigMap, a Secret or another variable. */
  readonly source: 'literal' | 'limit' | 'request' | 'reference';
  /** As the program gets it, where that is known. */
  readonly text?: SafeText;
  /** In bytes, as Go reads it. */
  readonly bytes?: ExactInt;
  /** Go does not accept it (`512Mi`), and ends at once. */
  readonly malformed: boolean;
  /** Divisor of the Downward API: `1Mi` makes a number of MiB of it, which Go takes for bytes. */
  readonly divisor?: SafeText;
  /** Derived: it as a share of the container's memory limit. */
  readonly ofLimit?: number;
  /** The container has no memory limit: the Downward API gives what the node can allocate. */
  readonly withoutLimit?: boolean;
}

/**
 * One incarnation of a container: how it ran and how it ended. The current one and the one before (`lastState`) are two facts; the
 * restart count in the scope tells them apart.
 */
export interface ContainerFact extends FactBase {
  readonly type: 'container';
  readonly name: SafeText;
  readonly kind: 'container' | 'init' | 'ephemeral';
  /** This is not the current one but the one before (`lastState`). */
  readonly previous: boolean;
  readonly state: 'running' | 'waiting' | 'terminated' | 'unknown';
  /** `OOMKilled`, `Error`, `CrashLoopBackOff`, `ImagePullBackOff`, `CreateContainerConfigError`, … */
  readonly reason?: SafeText;
  /** Message of the state: the end of the log where it is a termination message; its beginning is cut then. */
  readonly message?: SafeText;
  readonly exitCode?: number;
  /** What the exit code means for a Go program, in words. */
  readonly exitWords?: SafeText;
  readonly signal?: number;
  readonly startedUnixMs?: number;
  readonly finishedUnixMs?: number;
  /** Derived: seconds from start to end. */
  readonly ranSeconds?: number;
  readonly restartCount?: number;
  readonly ready?: boolean;
  readonly image?: SafeText;
  readonly limits?: Resources;
  readonly requests?: Resources;
  readonly liveness?: Probe;
  readonly readiness?: Probe;
  readonly startup?: Probe;
  /** There is a preStop hook. */
  readonly preStop?: boolean;
  /** Names of its environment variables: values may be secrets, and are in `runtime-settings` where they are Go's own. */
  readonly environment: readonly SafeText[];
  /** More variables come from ConfigMaps or Secrets: their names are not known. */
  readonly moreEnvironment?: boolean;
  /** Variables that the Downward API fills with its memory limit. */
  readonly memoryLimitVariables: readonly SafeText[];
  /** How its GOMEMLIMIT is set; absent where its environment does not name one. */
  readonly goMemoryLimit?: GoMemoryLimit;
  readonly hostPorts: readonly number[];
  readonly runAsNonRoot?: boolean;
  readonly runAsUser?: number;
  /** As Docker or Podman has it: a process of it, not always the first one, was killed for want of memory. */
  readonly oomKilled?: boolean;
  /** Limit of tasks that Docker or Podman sets; absent where there is none. */
  readonly pidsLimit?: number;
  /** Soft limit of open files that Docker or Podman sets (`nofile`); absent where it is the daemon's. */
  readonly openFilesLimit?: number;
  /** What Docker or Podman adds to the score of the kernel's choice of whom to kill: -1000 to 1000. */
  readonly oomScoreAdj?: number;
  /** When Docker or Podman starts it again: `no`, `always`, `on-failure`, `unless-stopped`. */
  readonly restartPolicy?: SafeText;
  /** What Docker's health check says: `starting`, `healthy`, `unhealthy`. It kills nothing by itself. */
  readonly health?: SafeText;
}

/** An event of the cluster (core/v1 or events.k8s.io/v1 Event, or a row of `kubectl get events` or `describe`). */
export interface EventFact extends FactBase {
  readonly type: 'event';
  /** `Normal` or `Warning`. */
  readonly level?: SafeText;
  readonly reason: SafeText;
  readonly message: SafeText;
  /** How often it was seen. */
  readonly count: number;
  readonly firstUnixMs?: number;
  readonly lastUnixMs?: number;
  /** Seconds from its first and its last occurrence to when the list was printed, where that is all that is known. */
  readonly firstAgeSeconds?: number;
  readonly lastAgeSeconds?: number;
  /** Kind and name of what it is about. */
  readonly aboutKind?: SafeText;
  readonly aboutName?: SafeText;
  /** The component that reports it: kubelet, default-scheduler, … */
  readonly component?: SafeText;
}

/** A node of the cluster at one moment. */
export interface NodeFact extends FactBase {
  readonly type: 'node';
  readonly conditions: readonly Condition[];
  readonly ready?: boolean;
  /** Pressures that it reports: MemoryPressure, DiskPressure, PIDPressure. */
  readonly pressures: readonly SafeText[];
  readonly allocatable?: Resources;
  readonly capacity?: Resources;
  readonly pods?: number;
  /** Taints as `key=value:effect`; those of the node's own pressures among them. */
  readonly taints: readonly SafeText[];
  /** It is cordoned: no new pod comes to it. */
  readonly unschedulable?: boolean;
  /** What the pods on it request of its memory, and may use of it by their limits, in percent (`kubectl describe node`). Above 100: they cannot all use it. */
  readonly memoryRequestsPercent?: number;
  readonly memoryLimitsPercent?: number;
  readonly kubelet?: SafeText;
  readonly kernel?: SafeText;
  readonly runtime?: SafeText;
}

/** A workload that makes pods: Deployment, StatefulSet, DaemonSet, ReplicaSet, Job. */
export interface WorkloadFact extends FactBase {
  readonly type: 'workload';
  readonly kind: SafeText;
  readonly name: SafeText;
  readonly replicas?: number;
  readonly ready?: number;
  /** Derived: replicas that are wanted and not ready. */
  readonly unready?: number;
  readonly updated?: number;
  readonly available?: number;
  readonly conditions: readonly Condition[];
  /** `RollingUpdate`, `OnDelete`, `Recreate`. */
  readonly strategy?: SafeText;
  /** Of a StatefulSet: pods with a lower number are not updated. */
  readonly partition?: number;
  /** Of a StatefulSet: `OrderedReady` or `Parallel`. */
  readonly podManagement?: SafeText;
  /** Of a Deployment: its rollout is held. */
  readonly paused?: boolean;
  readonly currentRevision?: SafeText;
  readonly updateRevision?: SafeText;
  /** The controller has not yet seen the last change. */
  readonly stale?: boolean;
}

/**
 * Who answers for a service at one moment (core/v1 Endpoints, or discovery.k8s.io EndpointSlice, of which a service may have several; `kubectl describe
 * service`, which prints those that are ready only).
 */
export interface ServiceFact extends FactBase {
  readonly type: 'service';
  readonly name: SafeText;
  /** Endpoints that get traffic, and those that get none since their pods are not ready. The second is absent where it is not printed. */
  readonly ready: number;
  readonly notReady?: number;
  /** Names of the pods behind them, as far as they are named; of each at most a hundred. */
  readonly readyPods: readonly SafeText[];
  readonly notReadyPods: readonly SafeText[];
}

/** What a namespace gives containers that set no limits (core/v1 LimitRange, type Container). */
export interface LimitRangeFact extends FactBase {
  readonly type: 'limit-range';
  readonly name: SafeText;
  /** Limits of a container that sets none. */
  readonly defaults?: Resources;
  /** Requests of a container that sets none. */
  readonly defaultRequests?: Resources;
}

/**
 * What a pod, a container or a node used at one moment, as the metrics server has it (`kubectl top`): CPU over its last window of some seconds, memory as
 * the working set. Whose it is stands in the scope.
 */
export interface UsageFact extends FactBase {
  readonly type: 'usage';
  /** A row of a pod is the sum of its containers. */
  readonly of: 'pod' | 'container' | 'node';
  /** Cores: `250m` is 0.25. */
  readonly cpus?: number;
  readonly memoryBytes?: ExactInt;
  /** Of what the node can allocate, in percent. */
  readonly cpuPercent?: number;
  readonly memoryPercent?: number;
}

/** How much of what a namespace may have is taken (core/v1 ResourceQuota, `kubectl describe quota`). */
export interface QuotaFact extends FactBase {
  readonly type: 'quota';
  readonly name: SafeText;
  readonly resources: readonly QuotaResource[];
}

/** One resource of a quota. */
export interface QuotaResource {
  /** `limits.memory`, `requests.cpu`, `pods`, `count/jobs.batch`, … */
  readonly resource: SafeText;
  /** As they are written. */
  readonly used: SafeText;
  readonly hard: SafeText;
  /** Derived: `used` as a share of `hard`; absent where nothing may be had at all. */
  readonly share?: number;
}
