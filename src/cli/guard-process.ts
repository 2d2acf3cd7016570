import { systemReason } from '../bundle/system-reason.ts';
import { errorLine } from './error-line.ts';
import { EXIT } from './exit.ts';

/** Ends the process with one line, never with a stack, where its own streams fail or something slips through. */
export function guardProcess(process: NodeJS.Process): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // Whoever reads our output may have seen enough: a closed pipe is success.
    if (error.code === 'EPIPE') process.exit(EXIT.clean);
    process.stderr.write(`goroner: standard output: cannot be written: ${systemReason(error)}; send it elsewhere\n`);
    process.exit(EXIT.failed);
  });
  // Nobody is left who could be told.
  process.stderr.on('error', () => undefined);
  process.on('uncaughtException', slipped(process));
  process.on('unhandledRejection', slipped(process));
}

/** What says an error in one line and ends the process. */
export function slipped(process: NodeJS.Process): (error: unknown) => void {
  return (error) => {
    process.stderr.write(errorLine(error, process.env));
    process.exit(EXIT.failed);
  };
}
