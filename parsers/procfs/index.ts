/**
 * What is known of a process and its surroundings: files of /proc (Documentation/filesystems/proc.rst of the kernel), each as a file of its own
 * (`procfsFiles`), or in a transcript beside what ps, ss, netstat, lsof, env and `go version -m` print (`procfsTranscripts`).
 */
export { procfsFiles } from './named.ts';
export { procfsTranscripts } from './transcript.ts';
