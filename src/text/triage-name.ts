/** Name of the file in which people's marks on findings are kept, beside the bundle. */
export const TRIAGE_FILE = 'goroner-triage.json';

/** Whether a name is that of this file, or of one that was being written in its place. */
export function isTriageName(name: string): boolean {
  return name === TRIAGE_FILE || (name.startsWith(`.${TRIAGE_FILE}.`) && name.endsWith('.tmp'));
}

/** Why it is not read: its notes may quote a panic, and to read them as evidence would change what is found. */
export const TRIAGE = 'what people have said of the findings: no part of the bundle';
