import type { Scope } from './scope.ts';

/** From the widest to the narrowest: each is one of those of the field before it. */
const LEVELS = ['node', 'namespace', 'pod', 'container', 'process', 'incarnation'] as const;

/**
 * The scope of a fact: what the artefact says itself, and beyond that what its place in the bundle says. The artefact's own word counts: it was
 * there when the line was written. Where it names another pod than the place does, say, what the place says of a container or a run is of that
 * other pod, and does not hold. A pod may run on any node, and a container's process may have any name: these contradict nothing else.
 */
export function mergeScope(place: Scope, own: Scope): Scope {
  if (own === place || isEmpty(place)) return own;
  if (isEmpty(own)) return place;
  let holds = true;
  const kept: Scope[] = [];
  for (const level of LEVELS) {
    const differs = own[level] !== undefined && place[level] !== undefined && own[level] !== place[level];
    if (differs && level !== 'node' && level !== 'process') holds = false;
    if (holds && place[level] !== undefined) kept.push({ [level]: place[level] });
  }
  return Object.assign({}, ...kept, own) as Scope;
}

function isEmpty(scope: Scope): boolean {
  for (const _ in scope) return false;
  return true;
}
