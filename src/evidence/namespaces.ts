import { trusted } from '../text/safe-text.ts';
import type { CaseFile } from './case-file.ts';
import type { Scope } from './scope.ts';

/** The namespace of a pod of which only the name is known, where several namespaces have one of that name. No namespace is called so. */
export const ONE_OF_SEVERAL = trusted('?');

/**
 * Gives pods that are known by their names alone the namespace that the rest of the bundle tells: a listing of one namespace, a line of `[pod/web-0/app]`
 * and a path of a collector have none. Where two namespaces have a pod of that name it stays open which one it is ({@link ONE_OF_SEVERAL}), and the fact
 * is joined with neither.
 *
 * @returns the scope with its namespace; the scope as it is where nothing tells.
 */
export function namespacesOfPods(caseFile: CaseFile): (scope: Scope) => Scope {
  const namespaces = new Map<string, Set<NonNullable<Scope['namespace']>>>();
  for (const { scope } of caseFile.all) {
    if (scope.pod === undefined || scope.namespace === undefined) continue;
    const known = namespaces.get(scope.pod);
    if (known === undefined) namespaces.set(scope.pod, new Set([scope.namespace]));
    else known.add(scope.namespace);
  }
  return (scope) => {
    const known = scope.pod === undefined || scope.namespace !== undefined ? undefined : namespaces.get(scope.pod);
    if (known === undefined) return scope;
    const [namespace] = known;
    return { ...scope, namespace: known.size === 1 && namespace !== undefined ? namespace : ONE_OF_SEVERAL };
  };
}
