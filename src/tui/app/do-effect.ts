import { type SafeText, oneLine } from '../../text/safe-text.ts';
import type { Effect } from '../store/effect.ts';
import type { State } from '../store/state.ts';
import type { Event } from '../store/event.ts';
import type { Parts } from './parts.ts';

/** What doing something outside needs. */
export interface EffectContext extends Pick<Parts, 'screen' | 'outside'> {
  readonly get: () => State;
  readonly dispatch: (event: Event) => void;
  readonly quit: () => void;
}

/** Does what the reducer wants done outside, and says on the status line what came of it. */
export function doEffect(effect: Effect, context: EffectContext): void {
  const { screen, outside, get, quit } = context;
  switch (effect.do) {
    case 'quit':
      return quit();
    case 'redraw':
      return screen.redraw();
    case 'suspend':
      return screen.suspend();
    case 'copy':
      return say(context, outside.copy(effect.text, effect.what));
    case 'editor':
    case 'pager':
      return say(context, outside[effect.do](effect.place));
    case 'export': {
      const { report, triage } = get();
      if (report !== undefined) say(context, outside.export(report, effect.id, effect.format, triage));
      return undefined;
    }
    case 'read-exact':
      outside.readExact().then(
        (dumps) => context.dispatch({ on: 'exact', exact: { kind: 'read', dumps } }),
        (error: unknown) => {
          context.dispatch({ on: 'exact', exact: { kind: 'failed', why: reasonOf(error) } });
        },
      );
      return undefined;
    case 'save-triage':
      outside.saveTriage(effect.entry).then(
        (text) => tell(context, text === '' ? effect.saved : text, 'plain'),
        (error: unknown) => {
          context.dispatch({ on: 'unsaved', entry: effect.entry });
          tell(context, `NOT SAVED: ${reasonOf(error)}`, 'bad');
        },
      );
      return undefined;
  }
}

function say(context: EffectContext, done: Promise<string>): void {
  done.then((text) => tell(context, text, 'plain')).catch((error: unknown) => tell(context, reasonOf(error), 'bad'));
}

function tell({ dispatch }: EffectContext, text: string, tone: 'plain' | 'bad'): void {
  if (text !== '') dispatch({ on: 'message', message: { text, tone } });
}

function reasonOf(error: unknown): SafeText {
  return oneLine(error instanceof Error ? error.message : String(error));
}
