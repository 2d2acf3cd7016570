import type { Layout } from '../layout.ts';

/**
 * Names that people and tools give to files of their own. They make no bundle, and say of whom a file is only that it is the run before; what is in
 * it is decided by its content, so that a wrong name does no harm.
 * https://github.com/google/gops/blob/05b5a27491f14e094f109dfb91d937dfbb1db9db/agent/agent.go
 * https://pkg.go.dev/net/http/pprof
 */
export const loose: Layout = {
  id: 'loose-names',
  title: 'usual names of single files',
  part: true,
  markers: [],
  files: [
    { path: '*-previous.log', role: 'log of the run before', whose: { run: 'previous' }, anywhere: true },
    { path: '*.previous.log', role: 'log of the run before', whose: { run: 'previous' }, anywhere: true },
    { path: '*_previous.log', role: 'log of the run before', whose: { run: 'previous' }, anywhere: true },
    { path: '*-previous.txt', role: 'log of the run before', whose: { run: 'previous' }, anywhere: true },
    { path: '*-prev.log', role: 'log of the run before', whose: { run: 'previous' }, anywhere: true },
    { path: 'previous.log', role: 'log of the run before', whose: { run: 'previous' }, anywhere: true },
    { path: 'pprof.*.samples.cpu.*.pb.gz', role: 'CPU profile that go tool pprof kept', anywhere: true },
    {
      path: 'pprof.*.alloc_objects.alloc_space.inuse_objects.inuse_space.*.pb.gz',
      role: 'heap profile that go tool pprof kept',
      anywhere: true,
    },
    { path: 'pprof.*.goroutine.*.pb.gz', role: 'goroutine profile that go tool pprof kept', anywhere: true },
    { path: 'pprof.*.contentions.delay.*.pb.gz', role: 'block or mutex profile that go tool pprof kept', anywhere: true },
    { path: 'goroutine*debug=2*', role: 'goroutines', anywhere: true },
    { path: 'goroutine*debug=1*', role: 'goroutines, by stack', anywhere: true },
    { path: 'testdata/fuzz/Fuzz*/*', role: 'input of a fuzz test', anywhere: true },
    { path: 'core.*.zst', role: 'core dump', anywhere: true },
    { path: 'core.*.lz4', role: 'core dump', anywhere: true },
    { path: 'core.*.xz', role: 'core dump', anywhere: true },
    { path: 'nohup.out', role: 'output of a process', anywhere: true },
  ],
  verifiedAt: '2026-11-26',
};
