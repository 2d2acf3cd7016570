import type { Layout } from '../layout.ts';

/**
 * `/debug/pprof/all` of InfluxDB, saved. `trace.pb.gz` is an execution trace.
 * https://docs.influxdata.com/influxdb/v2/reference/internals/runtime/
 */
export const influxdbPprof: Layout = {
  id: 'influxdb-pprof',
  title: 'InfluxDB profiles',
  markers: [
    { path: 'profiles/goroutine.pb.gz', weight: 2 },
    { path: 'profiles/heap.pb.gz', weight: 1 },
    { path: 'profiles/trace.pb.gz', weight: 2 },
    { path: 'profiles/shards.txt', weight: 5 },
    { path: 'profiles/diagnostics.txt', weight: 5 },
  ],
  files: [
    { path: 'profiles/goroutine.pb.gz', role: 'goroutine profile' },
    { path: 'profiles/heap.pb.gz', role: 'heap profile' },
    { path: 'profiles/allocs.pb.gz', role: 'allocation profile' },
    { path: 'profiles/cpu.pb.gz', role: 'CPU profile' },
    { path: 'profiles/block.pb.gz', role: 'block profile' },
    { path: 'profiles/mutex.pb.gz', role: 'mutex profile' },
    { path: 'profiles/threadcreate.pb.gz', role: 'threads' },
    { path: 'profiles/trace.pb.gz', role: 'execution trace' },
    { path: 'profiles/*.txt', role: 'state of the server' },
  ],
  verifiedAt: '2026-11-26',
};
