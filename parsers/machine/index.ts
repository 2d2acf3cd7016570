/**
 * What a machine says of itself: files of /proc and /proc/sys that are of no process (`machineFiles`), and transcripts of several of them, as well as
 * what sysctl prints (`machineTranscripts`).
 */
export { machineFiles } from './named.ts';
export { machineTranscripts } from './transcript.ts';
