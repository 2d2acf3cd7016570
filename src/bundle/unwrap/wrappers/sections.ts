import type { Peeled, Wrapper } from '../wrapper.ts';
import { scopeOf } from './sources.ts';

const HEAD = /^==== (START|END) logs for container (\S{1,253}) of pod (\S{1,253})\/(\S{1,253}) ====\r?$/;

/** Whether a line begins a section. */
export function beginsSection(line: string): boolean {
  return line.startsWith('==== START') && HEAD.test(line);
}

/**
 * Sections of the logs that `kubectl cluster-info dump` writes, one for each container:
 * `==== START logs for container app of pod shop/web-0 ====` … `==== END logs for container app of pod shop/web-0 ====`.
 * A section that has no end goes on to the next one, which begins anew: each is a stream of its own, and those of one container are one.
 * Source: k8s.io/kubectl pkg/cmd/clusterinfo/clusterinfo_dump.go. It knows where it is in the file: one for each file.
 */
export function sections(): Wrapper {
  let inside: Omit<Peeled, 'text'> = {};
  return {
    name: 'cluster-info-sections',
    share: 0,
    least: 1,
    hides: true,
    peel: (line) => {
      const head = line.startsWith('==== ') ? HEAD.exec(line) : null;
      if (head === null) return { ...inside, text: line };
      const [, which, container, namespace, pod] = head;
      const ofContainer = { stream: `${namespace}/${pod}/${container}`, scope: scopeOf({ namespace, pod, container }) };
      inside = which === 'START' ? ofContainer : {};
      // The line itself is none of the program's: what stood open is at its end.
      return { ...ofContainer, text: '' };
    },
  };
}
