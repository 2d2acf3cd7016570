import type { Layout } from '../layout.ts';

/**
 * `cockroach debug zip`. `goroutines/` holds dumps that the server took by itself when it had many: the oldest evidence of a leak. Errors of a
 * request stand in `<name>.err.txt`, and in older releases in the file itself.
 * https://github.com/cockroachdb/cockroach/blob/b3dcbcae71781222d254715a0d5f2ad63042880e/pkg/cli/zip_per_node.go
 */
export const cockroachDebugZip: Layout = {
  id: 'cockroach-debug-zip',
  title: 'CockroachDB debug zip',
  markers: [
    { path: 'nodes/*/stacks.txt', weight: 3 },
    { path: 'nodes/*/stacks_with_labels.txt', weight: 5 },
    { path: 'nodes/*/crdb_internal.*', weight: 5 },
    { path: 'nodes/*/gossip.json', weight: 3 },
    { path: 'nodes/*/heap.pprof', weight: 1 },
    { path: 'crdb_internal.*', weight: 5 },
    { path: 'liveness.json', weight: 2 },
  ],
  files: [
    { path: 'nodes/{node}/**/*.err.txt', role: 'why something could not be collected' },
    { path: 'nodes/{node}/stacks*.txt', role: 'goroutines of a node', whose: { process: 'cockroach' } },
    { path: 'nodes/{node}/goroutines/*', role: 'goroutines of a node, as the server saved them earlier', whose: { process: 'cockroach' } },
    { path: 'nodes/{node}/heapprof/*', role: 'heap profile of a node, as the server saved it earlier', whose: { process: 'cockroach' } },
    { path: 'nodes/{node}/cpuprof/*', role: 'CPU profile of a node, as the server saved it earlier', whose: { process: 'cockroach' } },
    { path: 'nodes/{node}/heap.pprof', role: 'heap profile of a node', whose: { process: 'cockroach' } },
    { path: 'nodes/{node}/cpu.pprof', role: 'CPU profile of a node', whose: { process: 'cockroach' } },
    { path: 'nodes/{node}/logs/*', role: 'log of a node', whose: { process: 'cockroach' } },
    { path: 'nodes/{node}.skipped', role: 'a node that was not asked' },
    { path: 'nodes/{node}/**', role: 'state of a node', whose: { process: 'cockroach' } },
    { path: '**', role: 'state of the cluster' },
  ],
  verifiedAt: '2026-11-26',
};
