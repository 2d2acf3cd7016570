import type { FileRule, Layout } from '../layout.ts';

/** Names of pods and of containers are joined by what both have in them: these containers are known. */
const CONTAINERS = [
  'cilium-agent',
  'cilium-operator',
  'cilium-envoy',
  'hubble-relay',
  'hubble-ui',
  'frontend',
  'backend',
  'apiserver',
  'kvstoremesh',
  'etcd',
  'clean-cilium-state',
  'mount-cgroup',
  'mount-bpf-fs',
  'apply-sysctl-overwrites',
  'install-cni-binaries',
  'config',
  'spire-agent',
  'spire-server',
  'node-init',
];
const TIME = '########-######';

/** What is named after a pod and a container: `{pod}-cilium-agent`, or both in one. */
const filesOf = (names: string, container?: string): readonly FileRule[] => {
  const whose = (run: 'current' | 'previous') => ({ whose: container === undefined ? { run } : { container, run }, joined: true }) as const;
  return [
    { path: `logs-${names}-${TIME}-prev.log`, role: 'log of the run before', ...whose('previous') },
    { path: `logs-${names}-${TIME}.log`, role: 'log of a container', ...whose('current') },
    { path: `gops-${names}-${TIME}-stack.txt`, role: 'goroutines of a process', ...whose('current') },
    { path: `gops-${names}-${TIME}-stats.txt`, role: 'what gops says of a process', ...whose('current') },
    { path: `gops-${names}-${TIME}-memstats.txt`, role: 'memory of a process, as gops says it', ...whose('current') },
  ];
};

const ofContainer = (container: string): readonly FileRule[] => [
  ...filesOf(`{pod}-${container}`, container),
  { path: `{pod}-${container}-pprof-heap-${TIME}.pprof`, role: 'heap profile', whose: { container, run: 'current' }, joined: true },
  { path: `{pod}-${container}-pprof-cpu-${TIME}.pprof`, role: 'CPU profile', whose: { container, run: 'current' }, joined: true },
];

/**
 * `cilium sysdump`. Of a container that is neither known here nor in the list of pods, pod and container are one name.
 * https://github.com/cilium/cilium-cli/blob/010667fe05df4c07c8877babbcc02c245046076d/sysdump/constants.go
 */
export const ciliumSysdump: Layout = {
  id: 'cilium-sysdump',
  title: 'Cilium sysdump',
  markers: [
    { path: 'cilium-sysdump.log', weight: 5 },
    { path: `logs-*-cilium-agent-${TIME}.log`, weight: 3 },
    { path: `gops-*-${TIME}-stack.txt`, weight: 3 },
    { path: `cilium-bugtool-*-${TIME}.tar.gz`, weight: 3 },
    { path: `ciliumnodes-${TIME}.yaml`, weight: 3 },
    { path: `k8s-pods-${TIME}.yaml`, weight: 2 },
    { path: `k8s-events-${TIME}.yaml`, weight: 2 },
  ],
  files: [
    ...CONTAINERS.flatMap(ofContainer),
    ...filesOf('{process}'),
    { path: `{pod}-pprof-heap-${TIME}.pprof`, role: 'heap profile', whose: { run: 'current' }, joined: true },
    { path: `{pod}-pprof-cpu-${TIME}.pprof`, role: 'CPU profile', whose: { run: 'current' }, joined: true },
    { path: `{pod}-trace-${TIME}.trace`, role: 'execution trace', whose: { run: 'current' } },
    {
      path: `cilium-bugtool-{pod}-${TIME}.tar.gz/**`,
      role: 'what an agent says of its node',
      whose: { container: 'cilium-agent', run: 'current' },
    },
    {
      path: `cilium-bugtool-{pod}-${TIME}.tar.gz`,
      role: 'what an agent says of its node',
      whose: { container: 'cilium-agent', run: 'current' },
    },
    { path: `k8s-pods-${TIME}.*`, role: 'pods, with how their containers ended' },
    { path: `k8s-events-${TIME}.*`, role: 'events of the cluster' },
    { path: `k8s-nodes-${TIME}.*`, role: 'nodes of the cluster' },
    { path: `hubble-flows-{pod}-${TIME}.json`, role: 'flows of the network' },
    { path: 'cilium-sysdump.log', role: 'log of the collection' },
    { path: `*-${TIME}.yaml`, role: 'objects of the cluster' },
    { path: `*-${TIME}.txt`, role: 'state of the cluster' },
  ],
  verifiedAt: '2026-11-26',
};
