import type { Layout } from '../layout.ts';

/**
 * What daemons of containers write when SIGUSR1 asks for their goroutines, wherever it was copied to.
 * https://github.com/moby/moby/blob/8805e3839839eba13d44a5048c1ef3624389dfdf/daemon/debugtrap_unix.go
 * https://github.com/containerd/containerd/blob/e0e6f870b7eef26ba8594fb6e69070c6e4579493/cmd/containerd/command/main_unix.go
 */
export const runtimeStacks: Layout = {
  id: 'runtime-stacks',
  title: 'goroutines of a container daemon (SIGUSR1)',
  part: true,
  markers: [
    { path: 'goroutine-stacks-####-##-##T*.log', weight: 5 },
    { path: 'containerd.*.stacks.log', weight: 5 },
    { path: 'crio-goroutine-stacks-*.log', weight: 5 },
  ],
  files: [
    { path: 'goroutine-stacks-####-##-##T*.log', role: 'goroutines of Docker', whose: { process: 'dockerd' }, anywhere: true },
    { path: 'daemon-data-####-##-##T*.log', role: 'state of Docker', whose: { process: 'dockerd' }, anywhere: true },
    { path: 'containerd.*.stacks.log', role: 'goroutines of containerd', whose: { process: 'containerd' }, anywhere: true },
    { path: 'crio-goroutine-stacks-*.log', role: 'goroutines of CRI-O', whose: { process: 'crio' }, anywhere: true },
  ],
  verifiedAt: '2026-11-26',
};
