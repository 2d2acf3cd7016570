const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A bar of at most so many columns for a share from 0 to 1; what is more than nothing shows as something. */
export function bar(share: number, columns: number, form: 'unicode' | 'ascii' = 'unicode'): string {
  const of = Math.min(1, Math.max(0, Number.isFinite(share) ? share : 0));
  if (columns < 1 || of === 0) return '';
  if (form === 'ascii') return '#'.repeat(Math.max(1, Math.round(of * columns)));
  const eighths = Math.max(1, Math.round(of * columns * 8));
  return '█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? '');
}
