import type { Layout } from '../layout.ts';

/**
 * `calicoctl cluster diags`: the pods stand below their nodes, and again, as links, below their namespaces.
 * https://github.com/projectcalico/calico/blob/07638680caefa7a7862c744d450953cd49eb528a/calicoctl/calicoctl/commands/cluster/diags.go
 */
export const calicoDiags: Layout = {
  id: 'calico-diags',
  title: 'Calico diagnostics',
  markers: [
    { path: 'cluster/crd/*.projectcalico.org.*', weight: 5 },
    { path: 'nodes/*/calico-system/*.log', weight: 3 },
    { path: 'nodes/*/iptables-legacy-save.txt', weight: 2 },
    { path: 'nodes/*/ipset-list.txt', weight: 2 },
    { path: 'links/calico-system/*', weight: 3 },
    { path: 'cluster/tigera-operator/*', weight: 3 },
  ],
  files: [
    { path: 'nodes/{node}/{namespace}/{pod}.{container}.previous.log', role: 'log of the run before', whose: { run: 'previous' } },
    { path: 'nodes/{node}/{namespace}/{pod}.log', role: 'logs of all containers of a pod', whose: { run: 'current' } },
    { path: 'nodes/{node}/{namespace}/{pod}.txt', role: 'a pod, as kubectl describes it' },
    { path: 'nodes/{node}/{namespace}/{pod}.yaml', role: 'a pod, with how its containers ended' },
    { path: 'nodes/{node}/**', role: 'the network of a node' },
    { path: 'links/{namespace}/{pod}.log', role: 'logs of all containers of a pod', whose: { run: 'current' } },
    { path: 'links/{namespace}/{pod}.txt', role: 'a pod, as kubectl describes it' },
    { path: 'cluster/**', role: 'objects of the cluster' },
    { path: 'tls/*', role: 'certificates' },
  ],
  verifiedAt: '2026-11-26',
};
