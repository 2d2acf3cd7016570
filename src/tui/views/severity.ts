import type { Severity } from '../../matcher/signature.ts';
import type { Role, Span } from '../styled.ts';

const MARKS: Readonly<Record<Severity, { readonly mark: string; readonly role: Role }>> = {
  critical: { mark: '!!', role: 'critical' },
  high: { mark: '!!', role: 'high' },
  medium: { mark: '!', role: 'medium' },
  low: { mark: '·', role: 'low' },
  info: { mark: '·', role: 'muted' },
};

/** The mark of a severity: two columns say it without a colour. */
export function severityMark(severity: Severity): Span {
  const { mark, role } = MARKS[severity];
  return { text: mark, role };
}

/** The role in which a severity is shown. */
export function severityRole(severity: Severity): Role {
  return MARKS[severity].role;
}
