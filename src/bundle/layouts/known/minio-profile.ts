import type { Layout } from '../layout.ts';

/**
 * A profile of MinIO's servers (`mc support profile`): each file is named after its server. What is `before` was taken when the profile began.
 * https://github.com/minio/minio/blob/462814cde0d5792d9130d12013d2a93845e74dfc/cmd/utils.go
 */
export const minioProfile: Layout = {
  id: 'minio-profile',
  title: 'MinIO profiles',
  markers: [
    { path: 'profile-*-goroutines.txt', weight: 3 },
    { path: 'profile-*-goroutines-before.txt', weight: 5 },
    { path: 'profile-*-cpuio.pprof', weight: 5 },
    { path: 'profile-*-mem.pprof', weight: 2 },
    { path: 'profile-*-cpu.pprof', weight: 2 },
    { path: 'profile-*-threads.pprof', weight: 2 },
  ],
  files: [
    { path: 'profile-{node}-goroutines-before,debug=2.txt', role: 'goroutines of a server, at the start', whose: { process: 'minio' } },
    { path: 'profile-{node}-goroutines-before.txt', role: 'goroutines of a server, by stack, at the start', whose: { process: 'minio' } },
    { path: 'profile-{node}-goroutines.txt', role: 'goroutines of a server, by stack', whose: { process: 'minio' } },
    { path: 'profile-{node}-mem-before.pprof', role: 'heap profile of a server, at the start', whose: { process: 'minio' } },
    { path: 'profile-{node}-mem.pprof', role: 'heap profile of a server', whose: { process: 'minio' } },
    { path: 'profile-{node}-cpuio.pprof', role: 'profile of a server’s time, waiting included', whose: { process: 'minio' } },
    { path: 'profile-{node}-cpu.pprof', role: 'CPU profile of a server', whose: { process: 'minio' } },
    { path: 'profile-{node}-block.pprof', role: 'block profile of a server', whose: { process: 'minio' } },
    { path: 'profile-{node}-mutex.pprof', role: 'mutex profile of a server', whose: { process: 'minio' } },
    { path: 'profile-{node}-threads.pprof', role: 'threads of a server', whose: { process: 'minio' } },
    { path: 'profile-{node}.trace', role: 'execution trace of a server', whose: { process: 'minio' } },
  ],
  verifiedAt: '2026-11-26',
};
