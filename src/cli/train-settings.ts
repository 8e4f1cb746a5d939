/** Changes to a preset as users give them: `path=value`, values read as YAML, later ones win. */
import { parse } from 'yaml';
import { mergeConfig } from '../config.js';
import { ArenaError, ensure } from '../error.js';
import type { Json } from '../space/space.js';
import { changeAt } from '../train/preset-schema.js';

/** All changes as one; `{}` without any. Errors: `ArenaError` for what is no path or no value. */
export function parseSettings(given: readonly string[]): Json {
  return given.map(setting).reduce<Json>((merged, change) => mergeConfig(merged, change), {});
}

function setting(text: string): Json {
  const at = text.indexOf('=');
  ensure(at > 0, `--set ${text}: a value is missing (path=value, as in evaluation.every=5)`);
  let value: Json;
  try {
    value = parse(text.slice(at + 1)) as Json;
  } catch (error) {
    throw new ArenaError(`--set ${text}: the value cannot be read (${(error as Error).message.split('\n')[0]})`);
  }
  return changeAt(text.slice(0, at), value);
}
