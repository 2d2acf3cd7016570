import { ARCHIVES } from './cases/archives.ts';
import { DOCUMENTS } from './cases/documents.ts';
import { LINKS } from './cases/links.ts';
import { NAMES } from './cases/names.ts';
import { PROFILES } from './cases/profiles.ts';
import { SIGNATURES } from './cases/signatures.ts';
import { SYSTEMS } from './cases/systems.ts';
import { TEXTS } from './cases/texts.ts';
import type { HostileCase } from './hostile-case.ts';

/** Every case, by families. */
export const CATALOGUE: readonly HostileCase[] = [
  ...NAMES,
  ...LINKS,
  ...ARCHIVES,
  ...TEXTS,
  ...DOCUMENTS,
  ...PROFILES,
  ...SYSTEMS,
  ...SIGNATURES,
];
