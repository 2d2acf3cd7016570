import { trusted } from '../../text/safe-text.ts';
import { sameScope } from '../case-file.ts';
import type { ContainerStopFact } from '../facts/container-stop.ts';
import type { Fact, FactDraft } from '../facts/index.ts';
import type { ContainerFact, EventFact, PodFact } from '../facts/kubernetes.ts';
import type { Scope } from '../scope.ts';

/** Grace that a pod has by default. */
const DEFAULT_GRACE = 30;
/** Times have whole seconds, and the kubelet needs a moment. */
const SLACK = 2;
/** The runtime may need so much longer than the grace to end a container, and to say so. */
const LATE = 15;
/** Incarnations that are looked at, at most, and events about each. */
const MOST = 10_000;

interface Request {
  readonly asked: ContainerStopFact['asked'];
  readonly atUnixMs: number;
  readonly fact: EventFact | PodFact;
}

/**
 * How containers were stopped: pairs the end of each with the request for it that comes right before. A request is a `Killing` event of the
 * kubelet, or the deletion of the pod, whose time is that of its end less its grace (core/v1, deletionTimestamp).
 */
export function deriveContainerStops(facts: readonly Fact[]): FactDraft[] {
  const pods = byPod(facts.filter((fact): fact is PodFact => fact.type === 'pod'));
  const kills = byPod(facts.filter((fact): fact is EventFact => fact.type === 'event' && fact.reason === 'Killing'));
  return facts
    .filter((fact): fact is ContainerFact => fact.type === 'container')
    .slice(0, MOST)
    .flatMap((container) => {
      const key = keyOf(container.scope);
      return stopOf(container, pods.get(key) ?? [], kills.get(key) ?? []) ?? [];
    });
}

function stopOf(container: ContainerFact, pods: readonly PodFact[], kills: readonly EventFact[]): FactDraft | undefined {
  const { finishedUnixMs, exitCode, scope } = container;
  if (container.state !== 'terminated' || finishedUnixMs === undefined || exitCode === undefined) return undefined;
  const pod = pods.find((one) => one.terminationGracePeriodSeconds !== undefined && sameScope(one.scope, scope));
  const requests = [
    ...kills.filter((event) => sameScope(event.scope, scope)).flatMap((event) => killsOf(event)),
    ...pods.filter((one) => sameScope(one.scope, scope)).flatMap((one) => deletionOf(one)),
  ];
  const graceOf = ({ asked, fact }: Request): number | undefined =>
    asked === 'liveness-probe'
      ? (container.liveness?.graceSeconds ?? pod?.terminationGracePeriodSeconds)
      : fact.type === 'pod'
        ? (fact.deletionGraceSeconds ?? pod?.terminationGracePeriodSeconds)
        : pod?.terminationGracePeriodSeconds;
  const fitting = requests
    .map((request) => ({ request, stated: graceOf(request), took: (finishedUnixMs - request.atUnixMs) / 1000 }))
    .filter(({ stated, took }) => took >= -SLACK && took <= (stated ?? DEFAULT_GRACE) + LATE)
    // Of several the first: the kubelet says it again where a container does not end.
    .toSorted((a, b) => b.took - a.took);
  // What the kubelet says of why goes before the deletion, which may come with it.
  const best = fitting.find(({ request }) => request.asked !== 'deletion' && request.asked !== 'other') ?? fitting[0];
  if (best === undefined) return undefined;
  const { request, stated } = best;
  const took = Math.max(0, best.took);
  const grace = stated ?? DEFAULT_GRACE;
  return {
    type: 'container-stop',
    certainty: 'derived',
    citations: [container.citations[0], request.fact.citations[0]],
    scope,
    name: container.name,
    container: container.id,
    asked: request.asked,
    askedUnixMs: request.atUnixMs,
    finishedUnixMs,
    tookSeconds: took,
    graceSeconds: grace,
    graceStated: stated !== undefined,
    atGraceEnd: grace > SLACK && Math.abs(took - grace) <= SLACK,
    exitCode,
    ...(container.reason === undefined ? {} : { reason: container.reason }),
  };
}

/** An event that stands for several has two times. */
function killsOf(event: EventFact): Request[] {
  const asked = /startup probe/.test(event.message)
    ? 'startup-probe'
    : /liveness probe|is unhealthy/.test(event.message)
      ? 'liveness-probe'
      : 'other';
  const times = new Set([event.firstUnixMs, event.lastUnixMs].filter((time) => time !== undefined));
  return [...times].map((atUnixMs) => ({ asked, atUnixMs, fact: event }));
}

function deletionOf(pod: PodFact): Request[] {
  if (pod.deletionUnixMs === undefined) return [];
  const grace = pod.deletionGraceSeconds ?? pod.terminationGracePeriodSeconds ?? DEFAULT_GRACE;
  return [{ asked: 'deletion', atUnixMs: pod.deletionUnixMs - grace * 1000, fact: pod }];
}

function keyOf({ namespace, pod }: Scope): string {
  return `${namespace ?? trusted('')}\n${pod ?? trusted('')}`;
}

function byPod<F extends Fact>(facts: readonly F[]): ReadonlyMap<string, F[]> {
  const groups = new Map<string, F[]>();
  for (const fact of facts) {
    const key = keyOf(fact.scope);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [fact]);
    else if (known.length < MOST) known.push(fact);
  }
  return groups;
}
