import type { Citation } from '../../evidence/citation.ts';
import type { TriageEntry } from '../triage/triage.ts';

/** What the reducer wants done outside. What comes of it returns as an event. */
export type Effect =
  /** `what`: a name for the message, such as `src/main.go:12`. */
  | { readonly do: 'copy'; readonly text: string; readonly what: string }
  | { readonly do: 'editor'; readonly place: Citation }
  | { readonly do: 'pager'; readonly place: Citation }
  /** `id`: a finding; the whole report where absent. */
  | { readonly do: 'export'; readonly id?: string; readonly format: 'json' | 'markdown' }
  /** The dumps are to be read again, lines apart. */
  | { readonly do: 'read-exact' }
  /** `saved`: what to say once it is; nothing where empty. */
  | { readonly do: 'save-triage'; readonly entry: TriageEntry; readonly saved: string }
  | { readonly do: 'redraw' }
  | { readonly do: 'suspend' }
  | { readonly do: 'quit' };
