import type { Layout } from '../layout.ts';

/**
 * A flare of the Datadog Agent: a directory named after its host.
 * https://github.com/DataDog/datadog-agent/blob/9797571b8f9d6d01a9b37daa0df6e6442f8e4e6d/pkg/flare/archive.go
 */
export const datadogFlare: Layout = {
  id: 'datadog-flare',
  title: 'Datadog Agent flare',
  roots: ['{node}'],
  markers: [
    { path: 'go-routine-dump.log', weight: 5 },
    { path: 'runtime_config_dump.yaml', weight: 3 },
    { path: 'expvar/*', weight: 2 },
    { path: 'status.log', weight: 1 },
    { path: 'health.yaml', weight: 1 },
    { path: 'envvars.log', weight: 1 },
    { path: 'telemetry.log', weight: 1 },
  ],
  files: [
    { path: 'go-routine-dump.log', role: 'goroutines of the agent', whose: { process: 'agent' } },
    { path: 'profiles/{process}.trace', role: 'execution trace of a process' },
    { path: 'profiles/{process}-1st-heap.pprof', role: 'heap profile of a process, at the start' },
    { path: 'profiles/{process}-2nd-heap.pprof', role: 'heap profile of a process, at the end' },
    { path: 'profiles/{process}-heap.pprof', role: 'heap profile of a process' },
    { path: 'profiles/{process}-cpu.pprof', role: 'CPU profile of a process' },
    { path: 'profiles/{process}-mutex.pprof', role: 'mutex profile of a process' },
    { path: 'profiles/{process}-block.pprof', role: 'block profile of a process' },
    { path: 'profiles/*', role: 'profile of a process' },
    { path: 'logs/{process}.log', role: 'log of a process' },
    { path: 'expvar/*', role: 'variables that the agent publishes', whose: { process: 'agent' } },
    { path: 'telemetry.log', role: 'metrics of the agent', whose: { process: 'agent' } },
    { path: '**', role: 'state of the agent' },
  ],
  verifiedAt: '2026-11-26',
};
