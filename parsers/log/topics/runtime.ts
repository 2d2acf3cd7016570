import type { Topic } from '../topic.ts';

/** The user that a process runs as, and what libraries set at its start. */
export const RUNTIME_TOPICS: readonly Topic[] = [
  {
    id: 'user-unknown',
    says: 'the id of the user, or a name, has no entry in the list of users',
    marks: ['user: unknown user', 'user: Current requires cgo', 'user: lookup userid', 'user: lookup uid'],
    form: /user: unknown userid (?<uid>\d{1,10})|user: unknown user (?<name>\S{1,64})|user: Current requires cgo or \$USER|user: lookup (?:userid|uid) (?<id>\d{1,10}): /,
    source: 'os/user: user.go, lookup_stubs.go, cgo_lookup_unix.go',
  },
  {
    id: 'passwd-unreadable',
    says: 'the list of users may not be read',
    marks: ['open /etc/passwd: '],
    form: /open \/etc\/passwd: (?<error>permission denied|no such file or directory)/,
    source: 'os/user: lookup_unix.go',
  },
  {
    id: 'home-undefined',
    says: 'there is no home directory in the environment',
    marks: ['$HOME is not defined', 'nor $HOME are defined'],
    source: 'os: file.go, UserHomeDir, UserCacheDir, UserConfigDir',
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
