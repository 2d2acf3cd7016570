import type { EventFact } from '../../../src/evidence/facts/kubernetes.ts';
import type { Scope } from '../../../src/evidence/scope.ts';
import { type Document, at, textAt, timeAt, wholeAt } from '../documents/data.ts';
import { citePart, message, name, nameOf, type ObjectContext, present } from './source.ts';

/** `spec.containers{app}`: the container that an event is about. */
const CONTAINER = /^spec\.(?:initContainers|containers|ephemeralContainers)\{(.{1,253})\}$/;

/** The container that the kubelet names in its messages. */
const SAID = /^(?:Stopping container |Container |Back-off restarting failed container[ =])([a-z0-9][a-z0-9-]{0,62})(?= |$)/;

/** Reads an Event of core/v1 or events.k8s.io/v1, whose fields have other names. */
export function readEvent(document: Document, context: ObjectContext): void {
  const { data } = document;
  const about = at(data, 'involvedObject') ?? at(data, 'regarding');
  const reason = textAt(data, 'reason');
  if (reason === undefined) return;
  const eventTime = timeAt(data, 'eventTime');
  const first = timeAt(data, 'firstTimestamp') ?? timeAt(data, 'deprecatedFirstTimestamp') ?? eventTime;
  const last =
    timeAt(data, 'series', 'lastObservedTime') ??
    timeAt(data, 'lastTimestamp') ??
    timeAt(data, 'deprecatedLastTimestamp') ??
    eventTime ??
    first;
  const count = wholeAt(data, 'series', 'count') ?? wholeAt(data, 'count') ?? wholeAt(data, 'deprecatedCount') ?? 1;
  context.emit({
    type: 'event',
    certainty: 'stated',
    // Message, reason and times stand at different places of the object: it is small, and all of it is cited.
    citations: [citePart(context.path, document, at(data, 'message') ?? at(data, 'note') ?? at(data, 'reason') ?? data)],
    scope: {
      ...context.scope,
      ...scopeOfEvent(
        textAt(about, 'kind'),
        textAt(about, 'namespace'),
        textAt(about, 'name'),
        textAt(about, 'fieldPath'),
        textAt(data, 'message') ?? textAt(data, 'note'),
      ),
    },
    reason: name(reason),
    message: message(textAt(data, 'message') ?? textAt(data, 'note') ?? ''),
    count: Math.max(count, 1),
    ...present({
      level: nameOf(textAt(data, 'type')),
      firstUnixMs: first,
      lastUnixMs: last,
      aboutKind: nameOf(textAt(about, 'kind')),
      aboutName: nameOf(textAt(about, 'name')),
      component: nameOf(textAt(data, 'source', 'component') ?? textAt(data, 'reportingComponent') ?? textAt(data, 'reportingController')),
    }),
  } satisfies Omit<EventFact, 'id'>);
}

/** Whose an event is, by what it is about. */
export function scopeOfEvent(
  kind: string | undefined,
  namespace: string | undefined,
  about: string | undefined,
  fieldPath?: string,
  said = '',
): Scope {
  if (kind === 'Node') return present({ node: nameOf(about) });
  const container = CONTAINER.exec(fieldPath ?? '')?.[1] ?? SAID.exec(said)?.[1];
  return present({
    namespace: nameOf(namespace),
    pod: kind === 'Pod' ? nameOf(about) : undefined,
    container: kind === 'Pod' ? nameOf(container) : undefined,
  });
}
