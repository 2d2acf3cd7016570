import type { CaseFile } from './case-file.ts';
import type { ContainerFact } from './facts/kubernetes.ts';
import type { Scope } from './scope.ts';

/**
 * Numbers the runs of containers that are known as `current` or `previous` only, where the status of the container, which counts its restarts, is
 * in the bundle: then its log and its status are of one run. A waiting container has none that is current: what its log shows is the one before, as
 * the kubelet gives it (pkg/kubelet/kubelet_pods.go, validateContainerLogStatus).
 *
 * @returns the number of the run, or the scope as it is where the bundle does not tell, or tells two things.
 */
export function numberedRuns(caseFile: CaseFile): (scope: Scope) => Scope {
  const containers = caseFile.of('container').filter(({ scope }) => typeof scope.incarnation === 'number');
  if (containers.length === 0) return (scope) => scope;
  const byName = new Map<string, ContainerFact[]>();
  for (const fact of containers) {
    const key = keyOf(fact.scope);
    byName.set(key, [...(byName.get(key) ?? []), fact]);
  }
  return (scope) => {
    const { incarnation, namespace } = scope;
    if (typeof incarnation !== 'string' || scope.pod === undefined || scope.container === undefined) return scope;
    const numbers = new Set(
      (byName.get(keyOf(scope)) ?? [])
        .filter((one) => namespace === undefined || one.scope.namespace === undefined || one.scope.namespace === namespace)
        .filter((one) => one.previous === (incarnation === 'previous'))
        .map((one) => one.scope.incarnation),
    );
    const [number] = numbers;
    return numbers.size === 1 && number !== undefined ? { ...scope, incarnation: number } : scope;
  };
}

function keyOf({ pod, container }: Scope): string {
  return JSON.stringify([pod, container]);
}
