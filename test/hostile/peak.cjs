'use strict';
// Loaded before the command: when it ends, it says on stream 3 how much memory it has had at most, and how much processor time. The counter of the system that
// getrusage gives would also count the process that this one was forked from.
const { readFileSync, writeSync } = require('node:fs');
const { isMainThread } = require('node:worker_threads');

if (isMainThread)
  process.on('exit', () => {
    try {
      const [, kib] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
      const { user, system } = process.cpuUsage();
      writeSync(3, `${kib ?? '?'} ${(user + system) / 1e6}`);
    } catch {
      // Only Linux says it.
    }
  });
