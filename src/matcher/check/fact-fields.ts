import type { FrameOrigin } from '../../evidence/frame.ts';
import type { FactOf, FactType } from '../../evidence/facts/index.ts';
import type { LedgerLineName } from '../../evidence/facts/memory-ledger.ts';
import type { Certainty } from '../../evidence/citation.ts';
import type { SafeText } from '../../text/safe-text.ts';

/** What a field holds. Of a closed set of words the words are listed, so that a misspelt one is found. */
export type Field = 'text' | 'number' | 'flag' | ListField | WordsField | ObjectField;
export interface ListField {
  readonly list: Field;
}
export interface WordsField {
  readonly words: Readonly<Record<string, true>>;
  /** Or a number. */
  readonly numbers?: true;
}
export interface ObjectField {
  readonly fields: Readonly<Record<string, Field>>;
}

/**
 * The field that describes a type. The table below must agree with the fact types field by field and word by word, or
 * the compiler refuses it: it cannot drift from them.
 */
type FieldOf<T> = [T] extends [SafeText]
  ? 'text'
  : [T] extends [boolean]
    ? 'flag'
    : [T] extends [string]
      ? string extends T
        ? 'text'
        : { readonly words: Readonly<Record<T, true>> }
      : [T] extends [string | number]
        ? NumberField<T>
        : [T] extends [readonly (infer E)[]]
          ? { readonly list: FieldOf<E> }
          : { readonly fields: { readonly [K in keyof T]-?: FieldOf<Exclude<T[K], undefined>> } };

/** A number may be of any size, and is a text then; or words may stand for it. */
type NumberField<T extends string | number> = string extends T
  ? 'number'
  : [T] extends [number]
    ? 'number'
    : { readonly words: Readonly<Record<Extract<T, string>, true>>; readonly numbers: true };

type FactFields = { readonly [T in FactType]: FieldOf<FactOf<T>> };

const certainty: FieldOf<Certainty> = { words: { stated: true, derived: true, guessed: true } };
const ledgerLine: FieldOf<LedgerLineName> = {
  words: {
    limit: true,
    peak: true,
    'go-limit': true,
    'go-held': true,
    'heap-live': true,
    'heap-goal': true,
    stacks: true,
    resident: true,
    anon: true,
    other: true,
    'page-cache': true,
    shmem: true,
    'huge-pages': true,
  },
};
const origin: FieldOf<FrameOrigin> = { words: { app: true, dependency: true, stdlib: true, runtime: true, cgo: true } };
const citation = { fields: { path: 'text', firstLine: 'number', lastLine: 'number', excerpt: 'text', states: { list: 'text' } } } as const;
const scope = {
  fields: {
    node: 'text',
    namespace: 'text',
    pod: 'text',
    container: 'text',
    process: 'text',
    incarnation: { words: { current: true, previous: true }, numbers: true },
  },
} as const;
const base = { id: 'text', certainty, citations: { list: citation }, scope } as const;
const creator = { fields: { function: 'text', file: 'text', line: 'number', origin } } as const;
const frame = { fields: { ...creator.fields, inlined: 'flag' } } as const;
const callFrame = { fields: { ...frame.fields, args: 'text' } } as const;
const goVersions = { fields: { min: 'text', max: 'text', reasons: { list: 'text' } } } as const;
const label = { fields: { name: 'text', value: 'text' } } as const;
const texts = { list: 'text' } as const;
const numbers = { list: 'number' } as const;
const pressure = {
  fields: {
    some10: 'number',
    some60: 'number',
    some300: 'number',
    someSeconds: 'number',
    full10: 'number',
    full60: 'number',
    full300: 'number',
    fullSeconds: 'number',
  },
} as const;
const spread = { fields: { min: 'number', median: 'number', max: 'number' } } as const;

const dumpKind: FieldOf<FactOf<'dump'>['kind']> = {
  words: { debug2: true, crash: true, sigquit: true, profile: true, 'leak-profile': true, other: true },
};

const stateClass: FieldOf<NonNullable<FactOf<'goroutines'>['stateClass']>> = {
  words: {
    'chan-receive': true,
    'chan-send': true,
    'chan-nil': true,
    select: true,
    'select-forever': true,
    'io-wait': true,
    syscall: true,
    sleep: true,
    running: true,
    runnable: true,
    mutex: true,
    'rwmutex-read': true,
    'rwmutex-write': true,
    waitgroup: true,
    cond: true,
    semaphore: true,
    'gc-assist': true,
    'stop-the-world': true,
    'runtime-idle': true,
    coroutine: true,
    'gc-cycle': true,
    synctest: true,
    other: true,
  },
};

const heapTotals = { inuseBytes: 'number', inuseObjects: 'number', allocBytes: 'number', allocObjects: 'number' } as const;

const runningTest = { fields: { name: 'text', seconds: 'number' } } as const;

const sanitizerStack = { fields: { frames: { list: frame }, functions: texts, thread: 'text', culprit: frame } } as const;

const sanitizer: FieldOf<NonNullable<FactOf<'crash'>['sanitizer']>> = {
  fields: {
    tool: 'text',
    error: 'text',
    pid: 'number',
    access: { words: { read: true, write: true } },
    size: 'number',
    address: 'text',
    stack: sanitizerStack,
    region: 'text',
    regionSize: 'number',
    freed: sanitizerStack,
    allocated: sanitizerStack,
    leaks: {
      list: { fields: { ...sanitizerStack.fields, kind: { words: { direct: true, indirect: true } }, bytes: 'number', objects: 'number' } },
    },
    leaksLeftOut: 'number',
    leakedBytes: 'number',
    fatal: 'flag',
    unparsedLines: 'number',
  },
};

const raceStack = { frames: { list: frame }, functions: texts, failedToRestore: 'flag' } as const;
const raceState: FieldOf<'running' | 'finished'> = { words: { running: true, finished: true } };

const raceAccess: FieldOf<FactOf<'race'>['access']> = {
  fields: {
    ...raceStack,
    kind: { words: { read: true, write: true } },
    atomic: 'flag',
    address: 'text',
    size: 'number',
    main: 'flag',
    number: 'number',
    state: raceState,
    creator: frame,
    culprit: frame,
    citation,
  },
};

/** Every field that a signature can select on, by the type of the fact. */
export const FACT_FIELDS: FactFields = {
  crash: {
    fields: {
      ...base,
      type: { words: { crash: true } },
      class: {
        words: {
          panic: true,
          'recovered-panic': true,
          'fatal-error': true,
          throw: true,
          signal: true,
          sigquit: true,
          sanitizer: true,
          'lock-report': true,
        },
      },
      message: 'text',
      template: 'text',
      values: texts,
      blame: { words: { user: true, memory: true, resource: true, runtime: true, unknown: true } },
      chain: { list: { fields: { message: 'text', recovered: { words: { recovered: true, repanicked: true } } } } },
      preceding: texts,
      signal: {
        fields: {
          name: 'text',
          code: 'number',
          codeMeaning: {
            words: {
              unmapped: true,
              'access-denied': true,
              'general-protection': true,
              misaligned: true,
              'beyond-mapping': true,
              hardware: true,
              arithmetic: true,
              'illegal-opcode': true,
              breakpoint: true,
              seccomp: true,
              'sent-by-process': true,
              queued: true,
              'self-raised': true,
              other: true,
            },
          },
          address: 'text',
          nilOffset: 'number',
          pc: 'text',
          duringCgo: 'flag',
        },
      },
      hidesPanic: 'flag',
      doubleFault: 'flag',
      goroutine: {
        fields: { id: 'number', state: 'text', frames: { list: callFrame }, functions: texts, creator, labels: { list: label }, citation },
      },
      systemStack: { fields: { frames: { list: callFrame }, functions: texts, citation } },
      fault: callFrame,
      culprit: callFrame,
      path: texts,
      caughtBy: 'text',
      dump: 'text',
      sanitizer,
      lockReport: {
        fields: {
          kind: { words: { waited: true, recursive: true, order: true } },
          limit: 'text',
          holder: frame,
          waiter: frame,
          holderId: 'number',
          waiterId: 'number',
        },
      },
      test: {
        fields: {
          name: 'text',
          package: 'text',
          timeout: 'text',
          timeoutSeconds: 'number',
          running: { list: runningTest },
          longest: runningTest,
        },
      },
      exitStatus: 'number',
      goVersions,
      truncated: 'flag',
      messageCut: 'flag',
    },
  },
  dump: {
    fields: {
      ...base,
      type: { words: { dump: true } },
      kind: dumpKind,
      goroutines: 'number',
      groups: 'number',
      leaked: 'number',
      lastId: 'number',
      byState: { list: { fields: { state: 'text', count: 'number' } } },
      unparsedLines: 'number',
      unparsedSample: { list: { fields: { line: 'number', text: 'text' } } },
      defects: {
        list: {
          words: {
            damaged: true,
            truncated: true,
            'cut-at-known-limit': true,
            'mid-line': true,
            'beginning-missing': true,
            'elided-frames': true,
            'foreign-lines': true,
            interleaved: true,
            ungrouped: true,
            'single-goroutine': true,
            'counts-disagree': true,
            reversed: true,
            'no-ages': true,
          },
        },
      },
      integrity: { words: { whole: true, unknown: true, partial: true } },
      cutAt: 'number',
      ungrouped: 'number',
      single: {
        fields: {
          reason: { words: { 'panic-default': true, 'fatal-since-1.26': true, 'own-stack': true, 'all-expected': true, unknown: true } },
          certainty: base.certainty,
        },
      },
      counts: { fields: { stated: 'number', read: 'number' } },
      ages: { fields: { reason: { words: { 'no-collection': true, collected: true, unknown: true } }, certainty: base.certainty } },
      goVersions,
      program: 'text',
    },
  },
  goroutines: {
    fields: {
      ...base,
      type: { words: { goroutines: true } },
      dump: 'text',
      dumpKind,
      key: 'text',
      count: 'number',
      share: 'number',
      state: 'text',
      stateClass,
      wait: { fields: { minMinutes: 'number', maxMinutes: 'number', unknown: 'number' } },
      frames: { list: frame },
      owner: frame,
      creator,
      functions: texts,
      starters: { fields: { distinct: 'number', gone: 'number', goneShare: 'number' } },
      leaked: 'number',
      locked: 'number',
      labels: {
        fields: { sets: { list: { fields: { labels: { list: label }, count: 'number' } } }, others: 'number', none: 'number' },
      },
      idle: {
        words: {
          'runtime-system': true,
          'signal-loop': true,
          'accept-loop': true,
          'idle-connection': true,
          'pool-maintenance': true,
          'dump-writer': true,
          'pool-worker': true,
          'parked-main': true,
        },
      },
      perRequest: 'flag',
      perProcess: 'flag',
      ids: numbers,
      newest: numbers,
      elided: 'flag',
    },
  },
  scheduler: {
    fields: {
      ...base,
      type: { words: { scheduler: true } },
      form: { words: { plain: true, detail: true } },
      ticks: {
        list: {
          fields: {
            atMs: 'number',
            line: 'number',
            gomaxprocs: 'number',
            idleprocs: 'number',
            threads: 'number',
            spinningthreads: 'number',
            needspinning: 'number',
            idlethreads: 'number',
            runqueue: 'number',
            localQueues: numbers,
            schedticks: numbers,
            gcwaiting: 'flag',
            stopwait: 'number',
            pStatus: numbers,
          },
        },
      },
      ticksLeftOut: 'number',
      windows: {
        list: {
          fields: {
            picture: {
              words: {
                saturated: true,
                'stop-the-world': true,
                frozen: true,
                held: true,
                'frozen-suspected': true,
                idle: true,
                starved: true,
              },
            },
            ticks: 'number',
            fromMs: 'number',
            toMs: 'number',
            durationMs: 'number',
            share: 'number',
            queuedPerP: spread,
            gomaxprocs: 'number',
            stuckPs: numbers,
            stuckGoroutines: numbers,
            threadlessPs: 'number',
            otherLines: 'number',
            citation,
          },
        },
      },
      windowsLeftOut: 'number',
      intervalMs: 'number',
      longestGapMs: 'number',
      lateMs: 'number',
      threads: { fields: { first: 'number', last: 'number', max: 'number' } },
      parkedReasons: { list: { fields: { reason: 'text', goroutines: 'number', line: 'number' } } },
      atCrash: 'flag',
      goVersions,
      unparsedLines: 'number',
    },
  },
  gc: {
    fields: {
      ...base,
      type: { words: { gc: true } },
      cycles: {
        list: {
          fields: {
            cycle: 'number',
            line: 'number',
            atMs: 'number',
            cpuPercent: 'number',
            sweepTermMs: 'number',
            markMs: 'number',
            markTermMs: 'number',
            sweepTermCpuMs: 'number',
            assistCpuMs: 'number',
            backgroundCpuMs: 'number',
            idleCpuMs: 'number',
            markTermCpuMs: 'number',
            startMiB: 'number',
            endMiB: 'number',
            liveMiB: 'number',
            goalMiB: 'number',
            stacksMiB: 'number',
            globalsMiB: 'number',
            gomaxprocs: 'number',
            forcedBy: { words: { call: true, timer: true } },
            leakCheck: 'flag',
          },
        },
      },
      cycleCount: 'number',
      cyclesLeftOut: 'number',
      missingCycles: 'number',
      durationMs: 'number',
      windows: {
        list: {
          fields: {
            picture: {
              words: {
                'back-to-back': true,
                'no-headroom': true,
                'assist-heavy': true,
                overshoot: true,
                'long-stop': true,
                'large-stacks': true,
                called: true,
                timer: true,
              },
            },
            cycles: 'number',
            firstCycle: 'number',
            lastCycle: 'number',
            fromMs: 'number',
            toMs: 'number',
            durationMs: 'number',
            share: 'number',
            cpuShare: 'number',
            assistShare: 'number',
            busyShare: 'number',
            perSecond: 'number',
            liveMiB: spread,
            goalMiB: spread,
            stacksMiB: 'number',
            stacksShare: 'number',
            longestStopMs: 'number',
            called: 'number',
            gomaxprocs: 'number',
            citation,
          },
        },
      },
      windowsLeftOut: 'number',
      intervals: { list: { fields: { fromMs: 'number', toMs: 'number', cpuShare: 'number', error: 'number' } } },
      cpuPercent: { fields: { first: 'number', last: 'number', max: 'number' } },
      live: {
        fields: { firstMiB: 'number', lastMiB: 'number', minMiB: 'number', maxMiB: 'number', floorsMiB: numbers, rising: 'flag' },
      },
      stacks: { fields: { firstMiB: 'number', lastMiB: 'number', maxMiB: 'number' } },
      peakMiB: 'number',
      called: 'number',
      timed: 'number',
      longestStop: { fields: { ms: 'number', line: 'number' } },
      pacerLines: 'number',
      scavenger: { fields: { lines: 'number', releasedKiB: 'number', forced: 'number' } },
      init: {
        fields: {
          packages: 'number',
          totalMs: 'number',
          slowest: { list: { fields: { package: 'text', clockMs: 'number', bytes: 'number', line: 'number' } } },
        },
      },
      goVersions,
      unparsedLines: 'number',
    },
  },
  'gc-pressure': {
    fields: {
      ...base,
      type: { words: { 'gc-pressure': true } },
      seenIn: { words: { trace: true, dumps: true } },
      cycles: 'number',
      durationMs: 'number',
      cpuShare: 'number',
      assistShare: 'number',
      perSecond: 'number',
      dumps: 'number',
      dumpsPressed: 'number',
      assisting: 'number',
      queueing: 'number',
      share: 'number',
      owner: frame,
    },
  },
  heap: {
    fields: {
      ...base,
      ...heapTotals,
      type: { words: { heap: true } },
      timeNanos: 'number',
      durationNanos: 'number',
      rate: 'number',
      siteCount: 'number',
      sites: { list: { fields: { ...heapTotals, frames: { list: frame }, owner: frame, share: 'number' } } },
      salvaged: 'flag',
    },
  },
  growth: {
    fields: {
      ...base,
      type: { words: { growth: true } },
      subject: { words: { goroutines: true, heap: true, 'heap-site': true } },
      key: 'text',
      state: 'text',
      stateClass,
      owner: frame,
      creator,
      functions: texts,
      points: { list: { fields: { dump: 'text', path: 'text', count: 'number' } } },
      trend: 'text',
      first: 'number',
      last: 'number',
      delta: 'number',
      ratio: 'number',
      monotone: 'flag',
      shareOfGrowth: 'number',
      stayed: { fields: { compared: 'number', still: 'number', share: 'number' } },
      baseline: { words: { whole: true, unknown: true } },
      orderedBy: { words: { time: true, position: true, name: true, ids: true } },
    },
  },
  contention: {
    fields: {
      ...base,
      type: { words: { contention: true } },
      kind: { words: { block: true, mutex: true, unknown: true } },
      timeNanos: 'number',
      durationNanos: 'number',
      events: 'number',
      delayNanos: 'number',
      cycles: 'number',
      cyclesPerSecond: 'number',
      samplingPeriod: 'number',
      siteCount: 'number',
      sites: {
        list: {
          fields: {
            frames: { list: frame },
            owner: frame,
            functions: texts,
            events: 'number',
            delayNanos: 'number',
            cycles: 'number',
            share: 'number',
          },
        },
      },
      salvaged: 'flag',
    },
  },
  threads: {
    fields: {
      ...base,
      type: { words: { threads: true } },
      timeNanos: 'number',
      durationNanos: 'number',
      total: 'number',
      unrecorded: 'number',
      siteCount: 'number',
      sites: {
        list: { fields: { frames: { list: frame }, owner: frame, functions: texts, count: 'number', share: 'number' } },
      },
      salvaged: 'flag',
    },
  },
  'runtime-metrics': {
    fields: {
      ...base,
      type: { words: { 'runtime-metrics': true } },
      source: {
        words: { memstats: true, profile: true, expvar: true, prometheus: true, gops: true, 'runtime/metrics': true },
      },
      atUnixMs: 'number',
      goroutines: 'number',
      goroutinesRunning: 'number',
      goroutinesRunnable: 'number',
      goroutinesWaiting: 'number',
      goroutinesNotInGo: 'number',
      goroutinesCreated: 'number',
      threadsCreated: 'number',
      totalAllocBytes: 'number',
      sysBytes: 'number',
      mallocs: 'number',
      frees: 'number',
      heapAllocBytes: 'number',
      heapSysBytes: 'number',
      heapIdleBytes: 'number',
      heapInuseBytes: 'number',
      heapReleasedBytes: 'number',
      heapObjects: 'number',
      heapLiveBytes: 'number',
      stackInuseBytes: 'number',
      stackSysBytes: 'number',
      gcSysBytes: 'number',
      mspanSysBytes: 'number',
      mcacheSysBytes: 'number',
      buckHashSysBytes: 'number',
      otherSysBytes: 'number',
      nextGcBytes: 'number',
      lastGcUnixNanos: 'number',
      numGc: 'number',
      numForcedGc: 'number',
      gcCpuFraction: 'number',
      pauseTotalSeconds: 'number',
      pauseMaxSeconds: 'number',
      limiterLastGc: 'number',
      gcCpuSeconds: 'number',
      gcIdleCpuSeconds: 'number',
      gcAssistCpuSeconds: 'number',
      gcPauseCpuSeconds: 'number',
      scavengeCpuSeconds: 'number',
      userCpuSeconds: 'number',
      idleCpuSeconds: 'number',
      gcScanStackBytes: 'number',
      gcScanHeapBytes: 'number',
      gcScanGlobalsBytes: 'number',
      finalizersQueued: 'number',
      finalizersExecuted: 'number',
      cleanupsQueued: 'number',
      cleanupsExecuted: 'number',
      finalizersDue: 'number',
      cgoCalls: 'number',
      totalCpuSeconds: 'number',
      gcCpuShare: 'number',
      heldBytes: 'number',
      limitShare: 'number',
      blockEvents: 'number',
      blockSeconds: 'number',
      mutexEvents: 'number',
      mutexSeconds: 'number',
      residentBytes: 'number',
      peakResidentBytes: 'number',
      virtualBytes: 'number',
      openFds: 'number',
      maxFds: 'number',
      fdShare: 'number',
      cpuSeconds: 'number',
      startUnixSeconds: 'number',
      unparsedLines: 'number',
    },
  },
  'runtime-settings': {
    fields: {
      ...base,
      type: { words: { 'runtime-settings': true } },
      goVersion: 'text',
      gogc: 'number',
      gogcOff: 'flag',
      memoryLimitBytes: 'number',
      memoryLimitSet: 'flag',
      memoryLimitMalformed: 'flag',
      gomaxprocs: 'number',
      cpus: 'number',
      godebug: 'text',
      defaultGodebug: 'text',
      gotraceback: 'text',
      cgo: 'flag',
      program: 'text',
    },
  },
  cgroup: {
    fields: {
      ...base,
      type: { words: { cgroup: true } },
      version: 'number',
      group: 'text',
      atUnixMs: 'number',
      cpu: {
        fields: {
          quotaCpus: 'number',
          unlimited: 'flag',
          quotaMicros: 'number',
          periodMicros: 'number',
          weight: 'number',
          periods: 'number',
          throttledPeriods: 'number',
          throttledShare: 'number',
          throttledSeconds: 'number',
          usageSeconds: 'number',
          ranSeconds: 'number',
          bursts: 'number',
        },
      },
      memory: {
        fields: {
          limitBytes: 'number',
          unlimited: 'flag',
          hierarchicalLimitBytes: 'number',
          memswLimitBytes: 'number',
          highBytes: 'number',
          swapLimitBytes: 'number',
          currentBytes: 'number',
          peakBytes: 'number',
          swapBytes: 'number',
          workingSetBytes: 'number',
          limitShare: 'number',
          peakShare: 'number',
          anonBytes: 'number',
          fileBytes: 'number',
          inactiveFileBytes: 'number',
          shmemBytes: 'number',
          kernelBytes: 'number',
          kernelStackBytes: 'number',
          slabBytes: 'number',
          sockBytes: 'number',
          hugePageBytes: 'number',
          limitHits: 'number',
          highHits: 'number',
          ooms: 'number',
          oomKills: 'number',
          ownOomKills: 'number',
          oomGroup: 'flag',
          oomGroupKills: 'number',
        },
      },
      pids: {
        fields: { limit: 'number', unlimited: 'flag', current: 'number', peak: 'number', limitHits: 'number', limitShare: 'number' },
      },
      io: { fields: { weight: 'number', readBytes: 'number', writtenBytes: 'number', limitedDevices: 'number' } },
      hugetlb: { list: { fields: { size: 'text', limitBytes: 'number', unlimited: 'flag', currentBytes: 'number', limitHits: 'number' } } },
      pressure: {
        fields: {
          cpu: pressure,
          memory: pressure,
          io: pressure,
        },
      },
      unparsedLines: 'number',
    },
  },
  'cgroup-change': {
    fields: {
      ...base,
      type: { words: { 'cgroup-change': true } },
      group: 'text',
      from: 'text',
      to: 'text',
      seconds: 'number',
      ranSeconds: 'number',
      periods: 'number',
      throttledPeriods: 'number',
      throttledShare: 'number',
      throttledSeconds: 'number',
      usageSeconds: 'number',
      currentBytes: 'number',
      anonBytes: 'number',
      anonShare: 'number',
      shmemBytes: 'number',
      oomKills: 'number',
      memoryLimitHits: 'number',
      pidsLimitHits: 'number',
    },
  },
  'memory-ledger': {
    fields: {
      ...base,
      type: { words: { 'memory-ledger': true } },
      lines: { list: { fields: { name: ledgerLine, bytes: 'number', share: 'number', certainty, source: 'text' } } },
      missing: { list: ledgerLine },
      gogc: 'number',
      limitBytes: 'number',
      peakBytes: 'number',
      anonBytes: 'number',
      residentBytes: 'number',
      goHeldBytes: 'number',
      liveBytes: 'number',
      goalBytes: 'number',
      goLimitBytes: 'number',
      goLimitSet: 'flag',
      goLimitShare: 'number',
      liveShare: 'number',
      goalShare: 'number',
      heldShare: 'number',
      otherBytes: 'number',
      otherShare: 'number',
      otherOfResident: 'number',
      hugePageBytes: 'number',
      hugeShare: 'number',
      shmemShare: 'number',
      killed: 'flag',
      unaligned: 'flag',
      roundedBytes: 'number',
    },
  },
  process: {
    fields: {
      ...base,
      type: { words: { process: true } },
      source: { words: { procfs: true, ps: true } },
      pid: 'number',
      nsPids: numbers,
      init: 'flag',
      name: 'text',
      state: 'text',
      parent: 'number',
      uid: 'number',
      threads: 'number',
      residentBytes: 'number',
      peakResidentBytes: 'number',
      anonBytes: 'number',
      fileBytes: 'number',
      shmemBytes: 'number',
      lockedBytes: 'number',
      swapBytes: 'number',
      virtualBytes: 'number',
      openFds: 'number',
      fdShare: 'number',
      hugePageBytes: 'number',
      maps: 'number',
      sigterm: { words: { caught: true, ignored: true, blocked: true, default: true } },
      seccomp: { words: { disabled: true, strict: true, filter: true } },
      oomScoreAdj: 'number',
      cpusAllowed: 'number',
      cgroup: 'text',
      limits: {
        fields: {
          openFiles: { fields: { soft: 'number', hard: 'number' } },
          processes: { fields: { soft: 'number', hard: 'number' } },
          addressSpace: { fields: { soft: 'number', hard: 'number' } },
          lockedMemory: { fields: { soft: 'number', hard: 'number' } },
          stack: { fields: { soft: 'number', hard: 'number' } },
          core: { fields: { soft: 'number', hard: 'number' } },
        },
      },
      unparsedLines: 'number',
    },
  },
  processes: {
    fields: {
      ...base,
      type: { words: { processes: true } },
      total: 'number',
      threads: 'number',
      zombies: 'number',
      uninterruptible: 'number',
      zombieParents: { list: { fields: { pid: 'number', name: 'text', count: 'number' } } },
    },
  },
  sockets: {
    fields: {
      ...base,
      type: { words: { sockets: true } },
      source: { words: { ss: true, netstat: true, lsof: true, procfs: true } },
      listeners: {
        list: {
          fields: {
            protocol: { words: { tcp: true, udp: true, unix: true } },
            address: 'text',
            port: 'number',
            device: 'text',
            loopback: 'flag',
            program: 'text',
            pid: 'number',
            queued: 'number',
            backlog: 'number',
          },
        },
      },
      byState: { list: { fields: { state: 'text', count: 'number' } } },
      closeWait: 'number',
      listenOverflows: 'number',
      unparsedLines: 'number',
    },
  },
  'open-files': {
    fields: {
      ...base,
      type: { words: { 'open-files': true } },
      pid: 'number',
      total: 'number',
      byKind: { list: { fields: { kind: 'text', count: 'number' } } },
      deleted: 'number',
      most: { fields: { path: 'text', count: 'number' } },
    },
  },
  pod: {
    fields: {
      ...base,
      type: { words: { pod: true } },
      phase: 'text',
      status: 'text',
      restarts: 'number',
      reason: 'text',
      message: 'text',
      qosClass: 'text',
      conditions: { list: { fields: { type: 'text', status: 'text', reason: 'text', message: 'text', sinceUnixMs: 'number' } } },
      ready: 'flag',
      restartPolicy: 'text',
      ownerKind: 'text',
      ownerName: 'text',
      revision: 'text',
      terminationGracePeriodSeconds: 'number',
      deletionUnixMs: 'number',
      deletionGraceSeconds: 'number',
      startedUnixMs: 'number',
      hostNetwork: 'flag',
      shareProcessNamespace: 'flag',
      runAsNonRoot: 'flag',
      runAsUser: 'number',
    },
  },
  container: {
    fields: {
      ...base,
      type: { words: { container: true } },
      name: 'text',
      kind: { words: { container: true, init: true, ephemeral: true } },
      previous: 'flag',
      state: { words: { running: true, waiting: true, terminated: true, unknown: true } },
      reason: 'text',
      message: 'text',
      exitCode: 'number',
      exitWords: 'text',
      signal: 'number',
      startedUnixMs: 'number',
      finishedUnixMs: 'number',
      ranSeconds: 'number',
      restartCount: 'number',
      ready: 'flag',
      image: 'text',
      limits: { fields: { cpus: 'number', memoryBytes: 'number', ephemeralStorageBytes: 'number' } },
      requests: { fields: { cpus: 'number', memoryBytes: 'number', ephemeralStorageBytes: 'number' } },
      liveness: {
        fields: {
          kind: { words: { http: true, tcp: true, exec: true, grpc: true } },
          target: 'text',
          port: 'text',
          initialDelaySeconds: 'number',
          timeoutSeconds: 'number',
          periodSeconds: 'number',
          failureThreshold: 'number',
          graceSeconds: 'number',
        },
      },
      readiness: {
        fields: {
          kind: { words: { http: true, tcp: true, exec: true, grpc: true } },
          target: 'text',
          port: 'text',
          initialDelaySeconds: 'number',
          timeoutSeconds: 'number',
          periodSeconds: 'number',
          failureThreshold: 'number',
          graceSeconds: 'number',
        },
      },
      startup: {
        fields: {
          kind: { words: { http: true, tcp: true, exec: true, grpc: true } },
          target: 'text',
          port: 'text',
          initialDelaySeconds: 'number',
          timeoutSeconds: 'number',
          periodSeconds: 'number',
          failureThreshold: 'number',
          graceSeconds: 'number',
        },
      },
      preStop: 'flag',
      environment: texts,
      moreEnvironment: 'flag',
      memoryLimitVariables: texts,
      goMemoryLimit: {
        fields: {
          source: { words: { literal: true, limit: true, request: true, reference: true } },
          text: 'text',
          bytes: 'number',
          malformed: 'flag',
          divisor: 'text',
          ofLimit: 'number',
          withoutLimit: 'flag',
        },
      },
      hostPorts: numbers,
      runAsNonRoot: 'flag',
      runAsUser: 'number',
    },
  },
  'container-stop': {
    fields: {
      ...base,
      type: { words: { 'container-stop': true } },
      name: 'text',
      container: 'text',
      asked: { words: { 'liveness-probe': true, 'startup-probe': true, deletion: true, other: true } },
      askedUnixMs: 'number',
      finishedUnixMs: 'number',
      tookSeconds: 'number',
      graceSeconds: 'number',
      graceStated: 'flag',
      atGraceEnd: 'flag',
      exitCode: 'number',
      reason: 'text',
    },
  },
  event: {
    fields: {
      ...base,
      type: { words: { event: true } },
      level: 'text',
      reason: 'text',
      message: 'text',
      count: 'number',
      firstUnixMs: 'number',
      lastUnixMs: 'number',
      firstAgeSeconds: 'number',
      lastAgeSeconds: 'number',
      aboutKind: 'text',
      aboutName: 'text',
      component: 'text',
    },
  },
  node: {
    fields: {
      ...base,
      type: { words: { node: true } },
      conditions: { list: { fields: { type: 'text', status: 'text', reason: 'text', message: 'text', sinceUnixMs: 'number' } } },
      ready: 'flag',
      pressures: texts,
      allocatable: { fields: { cpus: 'number', memoryBytes: 'number', ephemeralStorageBytes: 'number' } },
      capacity: { fields: { cpus: 'number', memoryBytes: 'number', ephemeralStorageBytes: 'number' } },
      pods: 'number',
      kubelet: 'text',
      kernel: 'text',
      runtime: 'text',
    },
  },
  workload: {
    fields: {
      ...base,
      type: { words: { workload: true } },
      kind: 'text',
      name: 'text',
      replicas: 'number',
      ready: 'number',
      unready: 'number',
      updated: 'number',
      available: 'number',
      conditions: { list: { fields: { type: 'text', status: 'text', reason: 'text', message: 'text', sinceUnixMs: 'number' } } },
      strategy: 'text',
      partition: 'number',
      podManagement: 'text',
      paused: 'flag',
      currentRevision: 'text',
      updateRevision: 'text',
      stale: 'flag',
    },
  },
  kernel: {
    fields: {
      ...base,
      type: { words: { kernel: true } },
      event: {
        words: {
          'oom-kill': true,
          segfault: true,
          'hung-task': true,
          seccomp: true,
          'fork-rejected': true,
          'page-allocation-failure': true,
          'file-table-full': true,
          'io-error': true,
          'soft-lockup': true,
        },
      },
      atSeconds: 'number',
      atUnixMs: 'number',
      process: 'text',
      pid: 'number',
      constraint: { words: { memcg: true, none: true, cpuset: true, 'memory-policy': true } },
      invoker: 'text',
      limitGroup: 'text',
      taskGroup: 'text',
      usageBytes: 'number',
      limitBytes: 'number',
      anonBytes: 'number',
      fileBytes: 'number',
      shmemBytes: 'number',
      virtualBytes: 'number',
      oomScoreAdj: 'number',
      address: 'text',
      instruction: 'text',
      errorCode: 'number',
      object: 'text',
      trap: 'text',
      syscall: 'number',
      syscallName: 'text',
      action: 'text',
      blockedSeconds: 'number',
      count: 'number',
    },
  },
  log: {
    fields: {
      ...base,
      type: { words: { log: true } },
      topic: 'text',
      message: 'text',
      count: 'number',
      values: { list: { fields: { name: 'text', value: 'text' } } },
      largest: { list: { fields: { name: 'text', value: 'number' } } },
      firstUnixMs: 'number',
      lastUnixMs: 'number',
      atEnd: 'flag',
    },
  },
  race: {
    fields: {
      ...base,
      type: { words: { race: true } },
      form: { words: { go: true, c: true } },
      access: raceAccess,
      previous: raceAccess,
      on: { words: { map: true, 'channel-close': true, waitgroup: true, atomic: true, memory: true } },
      between: 'text',
      goroutines: { list: { fields: { ...raceStack, number: 'number', state: raceState, citation } } },
      heapBlock: { fields: { ...raceStack, size: 'number', address: 'text', main: 'flag', number: 'number' } },
      global: { fields: { name: 'text', size: 'number', address: 'text', file: 'text', line: 'number' } },
      inTest: 'flag',
      test: 'text',
      found: 'number',
      truncated: 'flag',
      unparsedLines: 'number',
    },
  },
  'test-run': {
    fields: {
      ...base,
      type: { words: { 'test-run': true } },
      package: 'text',
      outcome: {
        words: { 'timed-out': true, killed: true, failed: true, 'build-failed': true, 'setup-failed': true, unfinished: true },
      },
      crashed: 'flag',
      failed: texts,
      failedCount: 'number',
      unfinished: texts,
      running: { list: runningTest },
      limit: 'text',
      limitSeconds: 'number',
      races: 'number',
      exit: 'text',
      seconds: 'number',
    },
  },
  'leak-check': {
    fields: {
      ...base,
      type: { words: { 'leak-check': true } },
      state: 'text',
      top: 'text',
      owner: frame,
      creator,
      count: 'number',
      ids: { list: 'number' },
    },
  },
};

/** The field at a dotted path below another; undefined where there is none. Elements of lists go by number. */
export function fieldAt(from: Field, path: string): Field | undefined {
  let field: Field | undefined = from;
  for (const step of path.split('.')) {
    if (typeof field !== 'object') return undefined;
    if ('list' in field) field = /^\d+$/.test(step) ? field.list : step === 'length' ? 'number' : undefined;
    else if ('fields' in field) field = Object.hasOwn(field.fields, step) ? field.fields[step] : undefined;
    else return undefined;
  }
  return field;
}

/** Whether a field holds one value that can be printed and compared, not a list or an object. */
export function isScalar(field: Field): boolean {
  return typeof field === 'string' || 'words' in field;
}

/** What a field holds, in words for a message. */
export function describeField(field: Field): string {
  if (field === 'text') return 'a text';
  if (field === 'number') return 'a number';
  if (field === 'flag') return 'true or false';
  if ('words' in field) return `${field.numbers === true ? 'a number or ' : ''}one of ${Object.keys(field.words).join(', ')}`;
  return 'list' in field ? 'a list' : `an object with the fields ${Object.keys(field.fields).join(', ')}`;
}
