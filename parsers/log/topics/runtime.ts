import type { Topic } from '../topic.ts';

/** The user that a process runs as, and what libraries set at its start. */
export const RUNTIME_TOPICS: readonly Topic[] = [
  {
    id: 'user-unknown',
    says: 'the id of the user, or a name, has no entry in the list of users',
    marks: ['user: unknown user', 'user: Current requires cgo', 'user: lookup userid', 'user: lookup uid'],
    wakes: ['user: unknown user', 'user: Current requires', 'user: lookup'],
    form: /user: unknown userid (?<uid>\d{1,10})|user: unknown user (?<name>\S{1,64})|user: Current requires cgo or \$USER|user: lookup (?:userid|uid) (?<id>\d{1,10}): /,
    source: 'os/user: user.go, lookup_stubs.go, cgo_lookup_unix.go',
  },
  {
    id: 'passwd-unreadable',
    says: 'the list of users may not be read',
    marks: ['open /etc/passwd: '],
    wakes: ['etc/passwd: '],
    form: /open \/etc\/passwd: (?<error>permission denied|no such file or directory)/,
    source: 'os/user: lookup_unix.go',
  },
  {
    id: 'home-undefined',
    says: 'there is no home directory in the environment',
    marks: ['$HOME is not defined', 'nor $HOME are defined'],
    wakes: ['HOME is not defined', 'HOME are defined'],
    source: 'os: file.go, UserHomeDir, UserCacheDir, UserConfigDir',
  },
  {
    id: 'clock-changed',
    says: 'the clock of the machine was set, or is not to be relied on',
    marks: [
      'timekeeping watchdog on CPU',
      'System clock wrong by ',
      'System clock was stepped by ',
      'hrtimer: interrupt took ',
      'time reset ',
      'step time server ',
    ],
    form: /timekeeping watchdog on CPU|System clock (?:wrong|was stepped) by -?[\d.]{1,20} sec|hrtimer: interrupt took \d{1,12} ns|time reset .[\d.]{1,20} s|step time server \S{1,60} offset/,
    source: 'Linux: kernel/time/clocksource.c, hrtimer.c; chrony: reference.c; ntpd, ntpdate',
  },
  {
    id: 'automaxprocs',
    says: 'automaxprocs says what it made of the quota of CPU',
    marks: ['maxprocs: '],
    form: /maxprocs: (?:Updating GOMAXPROCS=(?<gomaxprocsCount>\d{1,6})|Leaving GOMAXPROCS=(?<leftCount>\d{1,6})|Honoring GOMAXPROCS="(?<honoured>\d{1,6})"|No GOMAXPROCS change|Failed to set GOMAXPROCS)/,
    source: 'go.uber.org/automaxprocs: maxprocs/maxprocs.go',
  },
  {
    id: 'automemlimit',
    says: 'automemlimit says what it made of the limit of memory',
    marks: ['GOMEMLIMIT is '],
    form: /GOMEMLIMIT is (?:updated|already set|skipped)/,
    source: 'github.com/KimMachineGun/automemlimit: memlimit/memlimit.go',
  },
];
