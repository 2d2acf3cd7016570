import type { ContainerFact } from '../../src/evidence/facts/kubernetes.ts';
import type { Scope } from '../../src/evidence/scope.ts';
import { wholeCgroup } from '../../src/evidence/whole/cgroup.ts';
import type { Line } from '../../src/text/line.ts';
import { type SafeText, oneLine } from '../../src/text/safe-text.ts';
import { exitWords } from '../../src/evidence/exit-codes.ts';
import { name, nameOf, present } from '../kubernetes/objects/source.ts';
import type { ParserContext, TextParser, TextParserModule } from '../parser.ts';
import { excerpt } from '../schedtrace/excerpt.ts';
import { type ContainerNumbers, cgroupOf, containerSeries } from './container-series.ts';
import { readSample, type Sample } from './exposition.ts';

/** Containers of one scrape that are kept apart: a node has some hundred, a cluster thousands. */
const MOST_CONTAINERS = 5000;
/** Lines that a citation shows. */
const SHOWN_LINES = 8;
/** The container that holds the namespaces of a pod: it runs nothing. */
const PAUSE = 'POD';

/**
 * Reads what cAdvisor, the kubelet and kube-state-metrics say of containers in an exposition of Prometheus: numbers of their control groups, how they
 * run and how they ended.
 */
export const containerMetricsParser: TextParserModule = {
  name: 'container-metrics',
  begins: ['container_cpu_', 'container_memory_', 'container_spec_', 'container_oom_', 'container_threads', 'kube_pod_'],
  create: (context) => new ContainerMetrics(context),
};

interface Target extends ContainerNumbers {
  readonly container: string;
  readonly kind: ContainerFact['kind'];
  readonly scope: Scope;
  readonly group: SafeText;
  readonly lines: Line[];
  lastLine: Line;
  atUnixMs?: number;
}

class ContainerMetrics implements TextParser {
  readonly #context: ParserContext;
  #targets = new Map<string, Target>();
  readonly #seen = new Set<string>();
  #leftOut: { amount: number; readonly line: Line } | undefined;

  constructor(context: ParserContext) {
    this.#context = context;
  }

  accept(line: Line): boolean {
    if (!line.text.startsWith('container_') && !line.text.startsWith('kube_pod_')) return false;
    const sample = readSample(line.text.trimEnd());
    const series = sample === undefined ? undefined : containerSeries(sample.name);
    if (sample === undefined || series === undefined) return false;
    const key = `${sample.name}\n${JSON.stringify([...sample.labels])}`;
    // The same series again is the next scrape.
    if (this.#seen.has(key)) this.#flush();
    const target = this.#target(sample, series.kind, line);
    // Of pods and of the machine as a whole, and what is left out.
    if (target === undefined) return true;
    this.#seen.add(key);
    series.take(target, sample);
    target.lastLine = line;
    if (target.lines.length < SHOWN_LINES) target.lines.push(line);
    if (sample.atUnixMs !== undefined) target.atUnixMs = sample.atUnixMs;
    return true;
  }

  end(): void {
    this.#flush();
    if (this.#leftOut === undefined) return;
    const { amount, line } = this.#leftOut;
    const citation = { path: this.#context.source.path, firstLine: line.number, lastLine: line.number, excerpt: excerpt([line.text]) };
    this.#context.skipped({ reason: `series of more than ${MOST_CONTAINERS} containers`, amount, unit: 'lines', citation });
  }

  #target({ labels, name: series }: Sample, kind: ContainerFact['kind'], line: Line): Target | undefined {
    const label = (...names: readonly string[]) => names.map((one) => labels.get(one)).find((one) => one !== undefined && one !== '');
    // Before Kubernetes 1.16 the labels had other names; of Docker alone there is the name of the container.
    const pod = label('pod', 'pod_name');
    const container = label('container', 'container_name') ?? (pod === undefined ? label('name') : undefined);
    if (container === undefined || container === PAUSE) return undefined;
    const namespace = label('namespace');
    // A container that was started again has another control group for a while beside the old one.
    const id = series.startsWith('container_') ? (label('id') ?? '') : '';
    const key = JSON.stringify([series.startsWith('container_'), namespace, pod, container, id, kind]);
    const known = this.#targets.get(key);
    if (known !== undefined) return known;
    if (this.#targets.size >= MOST_CONTAINERS) {
      this.#leftOut ??= { amount: 0, line };
      this.#leftOut.amount += 1;
      return undefined;
    }
    const target: Target = {
      container,
      kind,
      scope: present({ node: nameOf(label('node')), namespace: nameOf(namespace), pod: nameOf(pod), container: name(container) }),
      group: oneLine(id === '' ? [namespace, pod, container].filter((one) => one !== undefined).join('/') : id),
      lines: [],
      lastLine: line,
      cpu: {},
      memory: {},
      pids: {},
      now: {},
      before: {},
      limits: {},
    };
    this.#targets.set(key, target);
    return target;
  }

  #flush(): void {
    for (const target of this.#targets.values()) this.#emit(target);
    this.#targets = new Map();
    this.#seen.clear();
  }

  #emit(target: Target): void {
    const { path, scope: ofFile } = this.#context.source;
    const [first] = target.lines;
    if (first === undefined) return;
    const citation = {
      path,
      firstLine: first.number,
      lastLine: target.lastLine.number,
      excerpt: excerpt(target.lines.map(({ text }) => text)),
    };
    const common = { certainty: 'stated', citations: [citation], scope: { ...ofFile, ...target.scope } } as const;
    const group = cgroupOf(target);
    if (group !== undefined) {
      this.#context.found('metrics');
      const at = present({ atUnixMs: target.atUnixMs });
      this.#context.emit(wholeCgroup({ type: 'cgroup', ...common, group: target.group, ...at, ...group, unparsedLines: 0 }));
    }
    this.#runs(target, common);
  }

  /** How the container runs, and how the run before ended, where kube-state-metrics says it. */
  #runs(target: Target, common: Pick<ContainerFact, 'citations' | 'scope'> & { readonly certainty: 'stated' }): void {
    const { now, before, limits } = target;
    const run = (previous: boolean, incarnation: number | undefined) =>
      ({
        type: 'container',
        ...common,
        scope: incarnation === undefined ? common.scope : { ...common.scope, incarnation },
        name: name(target.container),
        kind: target.kind,
        previous,
        environment: [],
        memoryLimitVariables: [],
        hostPorts: [],
        ...present({ restartCount: now.restartCount, limits: Object.keys(limits).length === 0 ? undefined : limits }),
      }) as const;
    const ended = Object.keys(before).length > 0;
    if (Object.keys(now).length > 0 || (!ended && Object.keys(limits).length > 0)) {
      this.#context.found('metrics');
      this.#context.emit({ ...run(false, now.restartCount), state: 'unknown', ...now });
    }
    if (!ended) return;
    this.#context.found('metrics');
    // While it waits to be started again the last one that ran is the one that the count stands at.
    const number = now.restartCount === undefined ? undefined : now.state === 'waiting' ? now.restartCount : now.restartCount - 1;
    this.#context.emit({
      ...run(true, number === undefined || number < 0 ? undefined : number),
      state: 'terminated',
      ...before,
      ...present({ exitWords: exitWords(before.exitCode) }),
    });
  }
}
