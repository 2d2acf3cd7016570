// Loaded into the measured process before its own code: tells on file descriptor 3 what it took of memory and processor.
import { readFileSync, writeSync } from 'node:fs';

/**
 * Peak memory in bytes. What getrusage says of a child counts what its parent held when it forked; VmHWM
 * (Linux, proc_pid_status(5)) begins with the program itself.
 */
function peak(maxRss) {
  try {
    return Number(/^VmHWM:\s*(\d+) kB/m.exec(readFileSync('/proc/self/status', 'latin1'))[1]) * 1024;
  } catch {
    return maxRss * 1024;
  }
}

process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  writeSync(3, JSON.stringify({ rss: peak(maxRSS), cpu: (userCPUTime + systemCPUTime) / 1000 }));
});
