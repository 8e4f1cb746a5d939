/**
 * Configuration overrides as users give them: JSON or YAML files, and assignments such as `workload.scale=50`, whose
 * values are read as YAML scalars. Later ones win; the result is a deep partial configuration that the environment
 * validates.
 */
import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { isPlainObject, mergeConfig } from '../config.js';
import { ArenaError, ensure } from '../error.js';
import type { Json } from '../space/space.js';

function readOverrides(file: string): Json {
  ensure(existsSync(file), `--config ${file}: there is no such file (a .json or .yaml file, or key=value)`);
  let parsed: unknown;
  try {
    parsed = parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new ArenaError(`--config ${file}: cannot be read (${(error as Error).message.split('\n')[0]})`);
  }
  ensure(isPlainObject(parsed), `--config ${file}: holds no configuration (an object is needed)`);
  return parsed as Json;
}

/** `a.b=3` as `{a: {b: 3}}`. */
function assignment(text: string): Json {
  const [path, ...rest] = text.split('=');
  const keys = path!.split('.');
  ensure(
    keys.every((key) => /^[\w-]+$/.test(key)),
    `--config ${text}: "${path}" is no key (names joined by dots, as in workload.scale=50)`,
  );
  let value: Json;
  try {
    value = parse(rest.join('=')) as Json;
  } catch (error) {
    throw new ArenaError(`--config ${text}: the value cannot be read (${(error as Error).message.split('\n')[0]})`);
  }
  return keys.reduceRight<Json>((inner, key) => ({ [key]: inner }), value);
}

/** All overrides as one; nothing when none were given. */
export function parseOverrides(given: readonly string[]): Json | undefined {
  if (given.length === 0) return undefined;
  const parts = given.map((text) => (text.includes('=') ? assignment(text) : readOverrides(text)));
  return parts.reduce((merged, part) => mergeConfig(merged, part), {} as Json);
}
