import type { Resources } from '../../../src/evidence/facts/kubernetes.ts';
import { type Data, textAt } from '../documents/data.ts';
import { numberOf, parseQuantity, wholeOf } from './quantity.ts';
import { present } from './source.ts';

/** CPUs and bytes of a map of quantities (`limits`, `requests`, `allocatable`); undefined where there is none. */
export function resourcesOf(map: Data | undefined): Resources | undefined {
  return resourcesFrom((field) => textAt(map, field));
}

/** The same, of fields by name. */
export function resourcesFrom(field: (name: string) => string | undefined): Resources | undefined {
  const quantity = (name: string) => parseQuantity(field(name) ?? '');
  const [cpu, memory, storage] = [quantity('cpu'), quantity('memory'), quantity('ephemeral-storage')];
  const resources = present({
    cpus: cpu === undefined ? undefined : numberOf(cpu),
    memoryBytes: memory === undefined ? undefined : wholeOf(memory),
    ephemeralStorageBytes: storage === undefined ? undefined : wholeOf(storage),
  });
  return Object.keys(resources).length === 0 ? undefined : resources;
}
