import { oneLine } from '../../text/safe-text.ts';
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
          const why = oneLine(error instanceof Error ? error.message : String(error));
          context.dispatch({ on: 'exact', exact: { kind: 'failed', why } });
        },
      );
      return undefined;
    case 'save-triage':
      return say(context, outside.saveTriage(effect.entry));
  }
}

function say({ dispatch }: EffectContext, done: Promise<string>): void {
  const tell = (text: string, tone: 'plain' | 'bad'): void => {
    if (text !== '') dispatch({ on: 'message', message: { text, tone } });
  };
  done
    .then((text) => tell(text, 'plain'))
    .catch((error: unknown) => tell(oneLine(error instanceof Error ? error.message : String(error)), 'bad'));
}
