import { readCutHead } from '../parsers/crash/cut-head.ts';
import type { EmbeddedText, ParserContext } from '../parsers/parser.ts';
import type { Budget } from './bundle/limits.ts';
import type { FactDraft } from './evidence/facts/index.ts';
import type { Scope } from './evidence/scope.ts';
import type { Line } from './text/line.ts';
import type { SafeText } from './text/safe-text.ts';
import { TextReading } from './text-reading.ts';

/** Reads a text that stands within an object of Kubernetes, as a log of its container: its facts have its scope, and its place in the file. */
export function readEmbedded(text: EmbeddedText, path: SafeText, context: (scope: Scope) => ParserContext, budget: Budget): void {
  const texts = text.text.replace(/\n$/, '').split('\n');
  const lines = texts.map((line, i): Line => ({
    text: line.endsWith('\r') ? line.slice(0, -1) : line,
    number: text.isBlock ? text.line + i : text.line,
    order: i + 1,
    ...(i === texts.length - 1 ? { open: true } : {}),
  }));
  const contextOf = (scope: Scope) => embedded(context({ ...text.scope, ...scope }), text);
  const taken = text.cutHead ? readCutHead(lines, text.exitCode, contextOf({})) : 0;
  new TextReading(path, contextOf, budget).readLines(lines.slice(taken));
}

/** What stands at the end of something longer is not whole, and says nothing by what is not there. */
function embedded(context: ParserContext, { cutHead }: EmbeddedText): ParserContext {
  if (!cutHead) return context;
  return {
    ...context,
    source: { ...context.source, salvaged: true },
    emit: (draft) => context.emit(withoutHead(draft)),
  };
}

function withoutHead(draft: FactDraft): FactDraft {
  if (draft.type !== 'dump') return draft;
  return { ...draft, integrity: 'partial', defects: draft.defects.includes('damaged') ? draft.defects : [...draft.defects, 'damaged'] };
}
