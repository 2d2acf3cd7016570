import type { Scope } from '../../src/evidence/scope.ts';
import { type Data, textAt } from '../kubernetes/documents/data.ts';
import { name, nameOf, present } from '../kubernetes/objects/source.ts';

/** Containers of the kubelet under Docker: `k8s_web_web-5_shop_<uid>_2`; the number is the attempt (dockershim, naming.go). */
const KUBELET = /^k8s_([a-z0-9-]{1,63})_([a-z0-9.-]{1,253})_([a-z0-9-]{1,63})_[0-9a-f-]{32,36}_(\d{1,9})$/;

/** Which container a name is of: its own name, and the pod's where the kubelet has made it. */
export interface ContainerName {
  readonly name: string;
  readonly scope: Scope;
  readonly attempt?: number;
}

/** Reads the name of a container as Docker has it: with a slash before it, or without. */
export function containerName(text: string): ContainerName {
  const plain = text.startsWith('/') ? text.slice(1) : text;
  const [, container, pod, namespace, attempt] = KUBELET.exec(plain) ?? [];
  if (container === undefined || pod === undefined || namespace === undefined) return { name: plain, scope: { container: name(plain) } };
  return {
    name: container,
    scope: { namespace: name(namespace), pod: name(pod), container: name(container) },
    attempt: Number(attempt),
  };
}

/** Whose container it is by the labels that the kubelet puts on it (pkg/kubelet/types/labels.go). */
export function scopeOfLabels(labels: Data | undefined): Scope {
  const label = (one: string) => nameOf(textAt(labels, `io.kubernetes.${one}`));
  return present({ namespace: label('pod.namespace'), pod: label('pod.name'), container: label('container.name') });
}
