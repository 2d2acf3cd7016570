import type { Citation } from '../../src/evidence/citation.ts';
import type { Line } from '../../src/text/line.ts';
import type { ParserContext, TextParser, TextParserModule } from '../parser.ts';
import { ExpvarReader } from './expvar.ts';
import { GopsReader } from './gops.ts';
import { Moment } from './moment.ts';
import { PrometheusReader } from './prometheus.ts';
import { takeRuntimeMetric } from './series-names.ts';

/**
 * Reads what programs publish of their own runtime: Prometheus expositions, `/debug/vars`, `gops` and lines with the
 * names of package runtime/metrics. Each moment of each process is a `runtime-metrics` fact, and a `runtime-settings`
 * fact where the text states settings.
 */
export const metricsParser: TextParserModule = {
  name: 'metrics',
  begins: [
    'go_goroutine',
    'go_config_',
    'go_processor_',
    'go_memstats',
    'go_threads',
    'go_info',
    'go_gc',
    'go_sched',
    'go_cpu',
    'go_sync',
    'go_memory',
    'go_cgo',
    'process_',
    'memstats',
    'heap-alloc',
    'goroutines: ',
    '/gc/',
    '/sched/',
    '/memory/',
    '/cpu/classes',
    '/sync/',
    '/cgo/',
    'cmdline',
  ],
  create: (context) => new MetricsParser(context),
};

/** Moments of one source that are kept: a log may repeat them for days. */
const MOST_MOMENTS = 1000;
/** `/gc/heap/live:bytes=123`, `/gc/heap/live:bytes 123`, `/gc/heap/live:bytes: 123`. */
const RUNTIME_METRIC = /^(\/[a-z]+(?:\/[a-z-]+)*:[a-z-]+)(?:=|: ?| )\s*([+-]?\d[\d.eE+-]{0,40})$/;

class MetricsParser implements TextParser {
  private readonly prometheus: PrometheusReader;
  private readonly expvar: ExpvarReader;
  private readonly gops: GopsReader;
  private readonly context: ParserContext;
  private readonly endBound: () => void;
  private runtime: { readonly moment: Moment; readonly names: Set<string> } | undefined;

  constructor(context: ParserContext) {
    const { bounded, end } = bound(context);
    this.context = bounded;
    this.endBound = end;
    this.prometheus = new PrometheusReader(this.context);
    this.expvar = new ExpvarReader(this.context);
    this.gops = new GopsReader(this.context);
  }

  accept(line: Line): boolean {
    const text = line.text.endsWith('\r') ? line.text.slice(0, -1) : line.text;
    if (this.expvar.accept(line, text)) return true;
    if (text.charCodeAt(0) === 0x2f && this.runtimeMetric(line, text)) return true;
    return this.gops.accept(line, text) || this.prometheus.accept(line, text);
  }

  end(): void {
    this.expvar.end();
    this.gops.stop();
    this.prometheus.end();
    this.endRuntime();
    this.endBound();
  }

  private runtimeMetric(line: Line, text: string): boolean {
    const [, name, value = ''] = RUNTIME_METRIC.exec(text.trimEnd()) ?? [];
    if (name === undefined) return false;
    // The same name again is the next moment.
    if (this.runtime?.names.has(name) === true) this.endRuntime();
    this.runtime ??= { moment: new Moment('runtime/metrics'), names: new Set() };
    const { moment, names } = this.runtime;
    const result = takeRuntimeMetric(moment, name, value);
    names.add(name);
    if (result === 'unreadable') moment.unparsedLines += 1;
    if (result === 'taken') moment.cite(line.number, text);
    return true;
  }

  private endRuntime(): void {
    const moment = this.runtime?.moment;
    this.runtime = undefined;
    if (moment === undefined || moment.empty) return;
    this.context.found('metrics');
    moment.emit(this.context);
  }
}

/** Keeps a source from filling the case file; what is left out is counted, and cited at its first place. */
function bound(context: ParserContext): { readonly bounded: ParserContext; readonly end: () => void } {
  let moments = 0;
  let lines = 0;
  let first: Citation | undefined;
  const bounded: ParserContext = {
    source: context.source,
    found: (kind) => context.found(kind),
    skipped: (what) => context.skipped(what),
    emit: (draft) => {
      if (draft.type === 'runtime-metrics') moments += 1;
      if (moments <= MOST_MOMENTS) return context.emit(draft);
      const [citation] = draft.citations;
      first ??= citation;
      lines += (citation.lastLine ?? 0) - (citation.firstLine ?? 0) + 1;
      return '';
    },
  };
  const end = (): void => {
    if (first === undefined) return;
    const reason = `runtime metrics of more than ${MOST_MOMENTS} moments`;
    context.skipped({ reason, amount: lines, unit: 'lines', citation: first });
  };
  return { bounded, end };
}
