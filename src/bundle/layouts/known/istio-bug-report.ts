import type { Layout } from '../layout.ts';

/**
 * `istioctl bug-report`. What is below `proxies` is of Envoy and ztunnel, which are not Go.
 * https://github.com/istio/istio/blob/92fe3c9a0ec3e4d16fec4e1985e1c7b76f839068/tools/bug-report/pkg/archive/archive.go
 */
export const istioBugReport: Layout = {
  id: 'istio-bug-report',
  title: 'Istio bug report',
  markers: [
    { path: 'bug-report.log', weight: 3 },
    { path: 'versions', weight: 1 },
    { path: 'istio/*/*/discovery.log', weight: 5 },
    { path: 'proxies/*/*/**', weight: 2 },
    { path: 'cluster/k8s-resources', weight: 3 },
    { path: 'cluster/k8s-cluster-resources', weight: 3 },
  ],
  files: [
    { path: 'istio/{namespace}/{pod}/discovery.log', role: 'log of istiod', whose: { container: 'discovery', run: 'current' } },
    { path: 'istio/{namespace}/{pod}/**', role: 'what istiod says of itself', whose: { container: 'discovery', run: 'current' } },
    { path: 'operator/{namespace}/{pod}/**', role: 'log of the operator', whose: { run: 'current' } },
    { path: 'cni/{pod}/cni.log', role: 'log of the network plugin', whose: { run: 'current' } },
    { path: 'proxies/{namespace}/{pod}/cores/*', role: 'core dump of a proxy', whose: { container: 'istio-proxy' } },
    { path: 'proxies/{namespace}/{pod}/istio-proxy.log', role: 'log of a proxy', whose: { container: 'istio-proxy', run: 'current' } },
    { path: 'proxies/{namespace}/{pod}/**', role: 'state of a proxy', whose: { container: 'istio-proxy', run: 'current' } },
    { path: 'analyze/{namespace}/**', role: 'findings of Istio' },
    { path: 'cluster/**', role: 'objects of the cluster' },
    { path: 'bug-report.log', role: 'log of the collection' },
    { path: 'versions', role: 'versions of Istio' },
  ],
  verifiedAt: '2026-11-26',
};
