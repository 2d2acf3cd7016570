/**
 * Control files of Linux control groups, versions 1 and 2 (Documentation/admin-guide/cgroup-v2.rst and cgroup-v1/ of the kernel):
 * what each file of its own says (`cgroupFiles`), and what transcripts of several say (`cgroupTranscripts`).
 */
export { cgroupFiles } from './named.ts';
export { cgroupTranscripts } from './transcript.ts';
