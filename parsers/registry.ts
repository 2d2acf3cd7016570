import { callTreeParser } from './call-tree/index.ts';
import { cgroupFiles, cgroupTranscripts } from './cgroup/index.ts';
import { containerListParser } from './container-runtime/tables.ts';
import { crashParser } from './crash/index.ts';
import { gctraceParser } from './gctrace/index.ts';
import { kernelLogParser } from './kernel-log/index.ts';
import { kubernetesParser } from './kubernetes/text/index.ts';
import { leakCheckParser } from './leak-check/index.ts';
import { lockReportParser } from './lock-report/index.ts';
import { logParser } from './log/index.ts';
import { machineFiles, machineTranscripts } from './machine/index.ts';
import { containerMetricsParser } from './metrics/container-metrics.ts';
import { metricsParser } from './metrics/index.ts';
import type { NamedFileModule, TextParserModule } from './parser.ts';
import { pprofPrintedParser } from './pprof-printed/index.ts';
import { pprofTextParser } from './pprof-text/index.ts';
import { procfsFiles, procfsTranscripts } from './procfs/index.ts';
import { raceReportParser } from './race-report/index.ts';
import { sanitizerReportParser } from './sanitizer-report/index.ts';
import { schedtraceParser } from './schedtrace/index.ts';
import { testOutputParser } from './test-output/index.ts';

/**
 * Parsers of text artefacts, in the order in which a line is offered. The one of logs reads along and takes no line. The traces of the scheduler and the collector come
 * first: their lines have a strict form and may stand inside a crash report. So may the reports of the race detector and of
 * sanitizers, and the lines of tests; the crash parser is the one that would take what it does not know for part of a panic's
 * value. What kubectl prints may hold the end of a log. Profiles in text form have a head of their own, and what `go tool pprof` prints of profiles has tables of its own;
 * so have trees of calls that somebody drew of one. Metrics come last: what they look like is looked for in the lines that nothing else takes.
 */
export const TEXT_PARSERS: readonly TextParserModule[] = [
  logParser,
  schedtraceParser,
  gctraceParser,
  cgroupTranscripts,
  procfsTranscripts,
  machineTranscripts,
  pprofTextParser,
  pprofPrintedParser,
  callTreeParser,
  raceReportParser,
  sanitizerReportParser,
  lockReportParser,
  leakCheckParser,
  testOutputParser,
  kernelLogParser,
  kubernetesParser,
  containerListParser,
  crashParser,
  containerMetricsParser,
  metricsParser,
];

/** Parsers of files that are known by their names, in the order in which they are asked. */
export const NAMED_FILES: readonly NamedFileModule[] = [cgroupFiles, procfsFiles, machineFiles];
