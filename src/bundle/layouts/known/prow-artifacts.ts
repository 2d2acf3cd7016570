import type { FileRule, Layout } from '../layout.ts';

const component = (name: string): FileRule => ({
  path: `artifacts/**/{node}/${name}.log`,
  role: 'log of a component of a node',
  whose: { process: name },
});

/**
 * Artifacts of a Prow job: the log of the job, and below `artifacts` what it saved of its clusters.
 * https://github.com/kubernetes/test-infra/tree/master/gubernator#gcs-bucket-layout
 */
export const prowArtifacts: Layout = {
  id: 'prow-artifacts',
  title: 'Prow job',
  markers: [
    { path: 'build-log.txt', weight: 3 },
    { path: 'prowjob.json', weight: 3 },
    { path: 'started.json', weight: 1 },
    { path: 'finished.json', weight: 1 },
    { path: 'clone-log.txt', weight: 1 },
    { path: 'clone-records.json', weight: 1 },
    { path: 'artifacts/junit*.xml', weight: 1 },
  ],
  files: [
    ...['kubelet', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kube-proxy', 'etcd', 'containerd', 'docker'].map(
      component,
    ),
    { path: 'artifacts/**/{node}/kern.log', role: 'kernel log of a node' },
    { path: 'artifacts/**/{node}/serial-1.log', role: 'console of a node' },
    { path: 'artifacts/**/{node}/systemd.log', role: 'journal of a node' },
    { path: 'artifacts/**/{process}_CPUProfile_*.pprof', role: 'CPU profile of a component' },
    { path: 'artifacts/**/{process}_MemoryProfile_*.pprof', role: 'heap profile of a component' },
    { path: 'artifacts/**/{process}_MutexProfile_*.pprof', role: 'mutex profile of a component' },
    { path: 'artifacts/**/junit*.xml', role: 'results of tests' },
    { path: 'artifacts/**', role: 'saved by the job' },
    { path: 'build-log.txt', role: 'log of the job' },
    { path: 'started.json', role: 'when the job began' },
    { path: 'finished.json', role: 'how the job ended' },
    { path: 'prowjob.json', role: 'what the job is' },
    { path: 'clone-*', role: 'how the sources were fetched' },
  ],
  verifiedAt: '2026-11-26',
};
