/** Ways in which part of a text gets lost, or comes twice. */
export type LossKind = 'tail' | 'line' | 'head' | 'hole' | 'doubled';

export const LOSS_KINDS: readonly LossKind[] = ['tail', 'line', 'head', 'hole', 'doubled'];

/** A text that something happened to. */
export interface Loss {
  readonly kind: LossKind;
  /** Where, in words. */
  readonly where: string;
  readonly text: string;
}

/**
 * Every loss of a kind. `tail`: cut off after each line, with and without that line's end. `line`: cut off within each line, after its first
 * character, in its middle and before its last one. `head`: the lines before each line are gone, as after a rotation. `hole`: some lines are
 * missing from each line on (1, 7, a quarter of all). `doubled`: all of it twice.
 */
export function* losses(text: string, kind: LossKind): Generator<Loss> {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0 && at < text.length - 1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const startOf = (line: number) => starts[line] ?? text.length;
  const count = starts.length;
  if (kind === 'doubled') {
    yield { kind, where: 'all of it', text: text + text };
    return;
  }
  for (let line = 0; line < count; line++) {
    const start = startOf(line);
    const next = startOf(line + 1);
    const end = text[next - 1] === '\n' ? next - 1 : next;
    if (kind === 'tail') {
      if (line > 0) yield { kind, where: `after line ${line}`, text: text.slice(0, start) };
      yield { kind, where: `before the end of line ${line + 1}`, text: text.slice(0, end) };
    } else if (kind === 'line') {
      for (const at of new Set([start + 1, (start + end) >> 1, end - 1]))
        if (at > start && at < end)
          yield { kind, where: `in line ${line + 1}, after ${at - start} of ${end - start}`, text: text.slice(0, at) };
    } else if (kind === 'head') {
      if (line > 0) yield { kind, where: `up to line ${line}`, text: text.slice(start) };
    } else {
      for (const length of new Set([1, 7, Math.ceil(count / 4)]))
        if (line + length < count)
          yield { kind, where: `lines ${line + 1} to ${line + length}`, text: text.slice(0, start) + text.slice(startOf(line + length)) };
    }
  }
}
