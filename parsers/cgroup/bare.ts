/**
 * Files that are known by two lines which follow one another in them and nowhere else, for what was saved without names. Printed by kernel/sched/core.c
 * (cpu.stat of both versions), mm/memcontrol.c (memory.events, memory.stat) and mm/memcontrol-v1.c (memory.oom_control, memory.stat).
 */
const PAIRS: readonly (readonly [first: RegExp, second: RegExp, name: string])[] = [
  [/^(?:max|\d{1,20}) \d{1,20}$/, /^usage_usec \d{1,20}$/, 'cpu.stat'],
  [/^usage_usec \d{1,20}$/, /^user_usec \d{1,20}$/, 'cpu.stat'],
  [/^nr_periods \d{1,20}$/, /^nr_throttled \d{1,20}$/, 'cpu.stat'],
  [/^high \d{1,20}$/, /^max \d{1,20}$/, 'memory.events'],
  [/^oom_kill_disable [01]$/, /^under_oom [01]$/, 'memory.oom_control'],
  [/^anon \d{1,20}$/, /^file \d{1,20}$/, 'memory.stat'],
  [/^cache \d{1,20}$/, /^rss \d{1,20}$/, 'memory.stat'],
];

/** The name of the file that two lines are of; undefined where they could be anything. */
export function bareFile(first: string, second: string): string | undefined {
  // Every line of a log is asked: what is longer is none of them.
  if (second.length > 40 || first.length > 41) return undefined;
  return PAIRS.find(([one, other]) => other.test(second) && one.test(first))?.[2];
}

/** Whether a line may be the first of two by which a file is known. */
export function mayBeginBare(text: string): boolean {
  return text.length <= 41 && PAIRS.some(([first]) => first.test(text));
}
