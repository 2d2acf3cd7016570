// TEMPORARY: until parsers/goroutine-dump has these.
import type { IdleKind } from '../../src/evidence/facts/dump.ts';
import type { Frame, FrameOrigin } from '../../src/evidence/frame.ts';
import type { SafeText } from '../../src/text/safe-text.ts';

export function plainFunction(name: SafeText): SafeText {
  return name.replaceAll('%2e', '.') as SafeText;
}
export function originOf(name: SafeText, file: SafeText | undefined): FrameOrigin {
  if (name.startsWith('runtime.') || name.startsWith('internal/runtime')) return 'runtime';
  if (file?.includes('/go/src/')) return 'stdlib';
  return file?.includes('@v') ? 'dependency' : 'app';
}
export function ownerOf(frames: readonly Frame[]): Frame | undefined {
  return frames.find((f) => f.origin === 'app') ?? frames.find((f) => f.origin === 'dependency');
}
export function groupKeyOf(frames: readonly Frame[]): string {
  return frames.map((f) => f.function).join('\n');
}
export function idleOf(_frames: readonly Frame[]): IdleKind | undefined {
  return undefined;
}
export function guess(_frames: readonly Frame[]): { perRequest: boolean; perProcess: boolean } {
  return { perRequest: false, perProcess: false };
}
