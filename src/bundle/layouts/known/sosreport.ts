import type { Layout } from '../layout.ts';

/**
 * A report of sos: what its plugins printed under `sos_commands`, and copies of files at their own places.
 * https://github.com/sosreport/sos/blob/38942b00ad0f1e0562b3bf9e69d28f9e38b0e2f8/sos/report/__init__.py
 */
export const sosreport: Layout = {
  id: 'sosreport',
  title: 'sosreport',
  // sosreport-HOST[-LABEL][-CASE]-DATE-RANDOM; the older form is sosreport-HOST[.CASE]-TIME.
  roots: ['sosreport-{node}-####-##-##-*', 'sosreport-{node}-##############*'],
  labelled: true,
  markers: [
    { path: 'sos_commands/**', weight: 3 },
    { path: 'sos_logs/**', weight: 3 },
    { path: 'sos_reports/**', weight: 3 },
    { path: 'version.txt', weight: 1 },
  ],
  files: [
    { path: 'var/log/pods/{namespace}_{pod}_*/{container}/{restart}.log*', role: 'log of one run of a container' },
    { path: 'var/log/containers/{pod}_{namespace}_*.log', role: 'log of a container' },
    { path: 'tmp/crio-goroutine-stacks-*.log', role: 'goroutines of CRI-O', whose: { process: 'crio' } },
    { path: 'tmp/containerd.*.stacks.log', role: 'goroutines of containerd', whose: { process: 'containerd' } },
    { path: 'sos_commands/juju/juju_goroutines*', role: 'goroutines of a Juju agent', whose: { process: 'jujud' } },
    { path: 'sos_commands/juju/juju_heap_profile*', role: 'heap profile of a Juju agent', whose: { process: 'jujud' } },
    { path: 'sos_commands/logs/journalctl_*', role: 'journal of the host' },
    { path: 'sos_commands/kernel/dmesg*', role: 'kernel log' },
    { path: 'sos_commands/memory/*', role: 'memory of the host' },
    { path: 'sos_commands/process/*', role: 'processes of the host' },
    { path: 'sos_commands/systemd/*', role: 'services of the host' },
    { path: 'sos_commands/coredump/*', role: 'core dumps of the host' },
    { path: 'sos_commands/**', role: 'output of a command' },
    { path: 'var/log/messages*', role: 'system log' },
    { path: 'var/log/syslog*', role: 'system log' },
    { path: 'var/log/kern.log*', role: 'kernel log' },
    { path: 'var/log/**', role: 'a log of the host' },
    { path: 'proc/**', role: 'state of the kernel' },
    { path: 'sys/fs/cgroup/**', role: 'control groups of the host' },
    { path: 'sys/**', role: 'state of the kernel' },
    { path: 'sos_logs/*', role: 'log of the collection' },
    { path: 'sos_reports/*', role: 'summary of the collection' },
    { path: 'version.txt', role: 'version of sos' },
    { path: '**', role: 'a file of the host' },
  ],
  verifiedAt: '2026-11-26',
};
