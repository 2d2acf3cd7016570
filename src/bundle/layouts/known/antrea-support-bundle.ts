import type { Layout } from '../layout.ts';

/**
 * `antctl supportbundle`: an archive for the controller and for each agent.
 * https://github.com/antrea-io/antrea/blob/d0d149f69205fa545d42a2a1768c0ffbe5b16507/pkg/support/dump.go
 */
export const antreaSupportBundle: Layout = {
  id: 'antrea-support-bundle',
  title: 'Antrea support bundle',
  roots: ['agent_{node}.tar.gz', 'agent_{node}'],
  markers: [
    { path: 'goroutinestacks', weight: 3 },
    { path: 'memprofile', weight: 3 },
    { path: 'agentinfo', weight: 3 },
    { path: 'controllerinfo', weight: 3 },
    { path: 'logs/ovs/**', weight: 2 },
  ],
  files: [
    { path: 'goroutinestacks', role: 'goroutines' },
    { path: 'memprofile', role: 'heap profile' },
    { path: 'logs/agent/*', role: 'log of the agent', whose: { process: 'antrea-agent' } },
    { path: 'logs/controller/*', role: 'log of the controller', whose: { process: 'antrea-controller' } },
    { path: 'logs/**', role: 'a log of the node' },
    { path: '*', role: 'state of the network' },
  ],
  verifiedAt: '2026-11-26',
};
