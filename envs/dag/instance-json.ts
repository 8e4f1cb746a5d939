/** Instances as they stand in a configuration: the project's own format (src/graph/arena-json.ts), as values of JSON. */
import { ArenaError } from '../../src/error.js';
import { readArenaJson } from '../../src/graph/arena-json.js';
import { writeArenaJson } from '../../src/graph/arena-json-write.js';
import { instanceOf } from '../../src/graph/instance-of.js';
import { JsonSource } from '../../src/graph/json-source.js';
import type { DagInstance } from '../../src/plan/instance.js';
import type { Json } from '../../src/space/space.js';

/** The instance that a value describes. Errors: `ArenaError` beginning with `who`. */
export function readInstance(value: unknown, who: string): DagInstance {
  try {
    const json = new JsonSource({ file: who, text: JSON.stringify(value) });
    const content = readArenaJson(json, json.object(json.content, [], 'the instance'), []);
    return instanceOf({ ...content, name: content.name || 'instance', format: 'json', file: who });
  } catch (error) {
    // all of it stands on one line, whose number says nothing
    if (error instanceof ArenaError) throw new ArenaError(error.message.replace(`${who}:1: `, `${who}: `));
    throw error;
  }
}

/** The same back; processors that are busy, releases and tasks that are placed are not written. */
export function writeInstance(instance: DagInstance): { readonly [name: string]: Json } {
  return JSON.parse(writeArenaJson(instance));
}
