import type { Scope } from '../../src/evidence/scope.ts';
import type { Line } from '../../src/text/line.ts';
import { sanitize } from '../../src/text/safe-text.ts';
import { excerpt } from '../schedtrace/excerpt.ts';
import type { ParserContext } from '../parser.ts';
import { isComment, readSample, type Sample } from './exposition.ts';
import { Moment } from './moment.ts';
import { isKnownSeries, takeSeries } from './series-names.ts';

/** Labels that tell the parts of one metric apart, not one process from another. */
const OF_THE_METRIC = new Set([
  'quantile',
  'le',
  'version',
  'path',
  'checksum',
  'otel_scope_name',
  'otel_scope_version',
  'otel_scope_schema_url',
]);
/** Processes whose series stand in one exposition (a federation) at most. */
const MOST_PROCESSES = 1000;
/** Samples that a citation shows: what people look at first. */
const SHOWN = new Set(['go_goroutines', 'process_resident_memory_bytes', 'go_memstats_heap_inuse_bytes', 'go_info']);

interface Target {
  readonly moment: Moment;
  readonly scope: Scope;
  /** A series of Go's own was there: other languages export `process_` series as well. */
  go: boolean;
}

/** Reads an exposition: comments and samples, of which those of the Go runtime and of its process are used. */
export class PrometheusReader {
  private readonly context: ParserContext;
  private processes = new Map<string, Target>();
  private readonly seen = new Set<string>();
  /** Samples of more processes than are kept apart. */
  private leftOut: { amount: number; readonly line: number; readonly text: string } | undefined;
  /** The lines before this one were of an exposition. */
  private inside = false;

  constructor(context: ParserContext) {
    this.context = context;
  }

  /** Offers a line. False: it is no part of an exposition, or of one that says nothing of Go. */
  accept(line: Line, text: string): boolean {
    const first = text.charCodeAt(0);
    if (first === 0x23) return this.comment(text);
    // g or p: go_ and process_. Series of others belong to an exposition only where one is known to be here.
    const ours = text.startsWith('go_') || text.startsWith('process_');
    if (!ours && !this.inside) return false;
    if (text.trim() === '') return this.inside;
    const sample = readSample(text);
    if (sample === undefined) {
      if (ours && this.inside) this.unreadable(line);
      else this.inside = false;
      return ours && this.inside;
    }
    if (ours) this.take(sample, line, text);
    return true;
  }

  /** Hands over what was read: the exposition ends, or the next one begins. */
  flush(): void {
    for (const { moment, scope, go } of this.processes.values()) {
      if (!go || moment.empty) continue;
      this.context.found('metrics');
      moment.emit(this.context, scope);
    }
    this.processes = new Map();
    this.seen.clear();
  }

  /** There are no more lines. */
  end(): void {
    this.flush();
    const { leftOut } = this;
    if (leftOut === undefined) return;
    const citation = {
      path: this.context.source.path,
      firstLine: leftOut.line,
      lastLine: leftOut.line,
      excerpt: excerpt([leftOut.text]),
    };
    const reason = `series of more than ${MOST_PROCESSES} processes in one exposition`;
    this.context.skipped({ reason, amount: leftOut.amount, unit: 'lines', citation });
  }

  private comment(text: string): boolean {
    if (text === '# EOF') {
      const { inside } = this;
      this.inside = false;
      this.flush();
      return inside;
    }
    if (!isComment(text)) return false;
    this.inside = true;
    return true;
  }

  private take(sample: Sample, line: Line, text: string): void {
    this.inside = true;
    if (!isKnownSeries(sample.name)) return;
    const key = `${sample.name}\n${JSON.stringify([...sample.labels])}`;
    // The same series again is the next scrape.
    if (this.seen.has(key)) this.flush();
    const target = this.target(sample);
    if (target === undefined) {
      this.leftOut ??= { amount: 0, line: line.number, text };
      this.leftOut.amount += 1;
      return;
    }
    this.seen.add(key);
    if (takeSeries(target.moment, sample) === 'unreadable') target.moment.unparsedLines += 1;
    if (sample.name.startsWith('go_')) target.go = true;
    if (sample.atUnixMs !== undefined) target.moment.metrics.atUnixMs = sample.atUnixMs;
    target.moment.cite(line.number, SHOWN.has(sample.name) ? text : undefined);
  }

  /** The process of a sample, by the labels that a scraper or a federation adds. */
  private target({ labels }: Sample): Target | undefined {
    const own = [...labels].filter(([name]) => !OF_THE_METRIC.has(name));
    const key = JSON.stringify(own);
    const known = this.processes.get(key);
    if (known !== undefined || this.processes.size >= MOST_PROCESSES) return known;
    const target: Target = { moment: new Moment('prometheus'), scope: scopeOf(labels), go: false };
    this.processes.set(key, target);
    return target;
  }

  private unreadable(line: Line): void {
    for (const { moment } of this.processes.values()) {
      moment.unparsedLines += 1;
      moment.cite(line.number);
      return;
    }
  }
}

/** Whose series they are, by the labels of Kubernetes. */
function scopeOf(labels: ReadonlyMap<string, string>): Scope {
  const pick = (field: 'node' | 'namespace' | 'pod' | 'container') => {
    const value = labels.get(field);
    return value === undefined || value === '' ? {} : { [field]: sanitize(value) };
  };
  return { ...pick('node'), ...pick('namespace'), ...pick('pod'), ...pick('container') };
}
