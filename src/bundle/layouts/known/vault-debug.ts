import type { Layout } from '../layout.ts';

/**
 * `vault debug`: a directory for each interval.
 * https://github.com/hashicorp/vault/blob/6ee3fcbec4b53af1035376e06e10b382ce92641b/command/debug.go
 */
export const vaultDebug: Layout = {
  id: 'vault-debug',
  title: 'Vault debug',
  markers: [
    { path: 'vault.log', weight: 3 },
    { path: 'server_status.json', weight: 3 },
    { path: 'replication_status.json', weight: 3 },
    { path: 'host_info.json', weight: 1 },
    { path: 'index.json', weight: 1 },
    { path: '####-##-##T##-##-##Z/goroutine.prof', weight: 3 },
  ],
  files: [
    { path: '**/goroutine.prof', role: 'goroutine profile', whose: { process: 'vault' } },
    { path: '**/goroutines.txt', role: 'goroutines', whose: { process: 'vault' } },
    { path: '**/heap.prof', role: 'heap profile', whose: { process: 'vault' } },
    { path: '**/allocs.prof', role: 'allocation profile', whose: { process: 'vault' } },
    { path: '**/block.prof', role: 'block profile', whose: { process: 'vault' } },
    { path: '**/mutex.prof', role: 'mutex profile', whose: { process: 'vault' } },
    { path: '**/threadcreate.prof', role: 'threads', whose: { process: 'vault' } },
    { path: '**/profile.prof', role: 'CPU profile', whose: { process: 'vault' } },
    { path: '**/trace.out', role: 'execution trace', whose: { process: 'vault' } },
    { path: 'vault.log', role: 'log', whose: { process: 'vault' } },
    { path: '*.json', role: 'state of the server' },
  ],
  verifiedAt: '2026-11-26',
};
