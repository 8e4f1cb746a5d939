/**
 * Configurations as values: one canonical text per configuration (sorted keys), a short hash of it that is stored
 * with every result, and the deep partial override with which a scenario is varied. Validation is the
 * environment's own work; here only what is not JSON at all is refused.
 */
import { createHash } from 'node:crypto';
import { ArenaError } from './error.js';
import type { Json } from './space/space.js';

/** Members that name which variant of a union an object is; another value means another set of keys. */
export const DISCRIMINATORS: readonly string[] = Object.freeze(['process', 'kind', 'type']);

type JsonObject = { readonly [key: string]: Json };

/** True for a plain object: not null, no array, no class instance. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** JSON text with sorted keys and no spaces. Errors: `ArenaError` naming the place of whatever JSON cannot carry. */
export function canonicalJSON(value: unknown, where = 'value'): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new ArenaError(`config: ${where} is ${value}, which JSON cannot carry`);
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) {
    return `[${value.map((member, i) => canonicalJSON(member, `${where}[${i}]`)).join(',')}]`;
  }
  if (isPlainObject(value)) {
    const keys = Object.keys(value)
      .filter((key) => value[key] !== undefined)
      .sort();
    return `{${keys.map((key) => `${JSON.stringify(key)}:${canonicalJSON(value[key], `${where}.${key}`)}`).join(',')}}`;
  }
  throw new ArenaError(`config: ${where} is a ${describeType(value)}, which JSON cannot carry`);
}

/** The first 12 hexadecimal digits of the SHA-256 of the canonical text: equal configurations, equal hash. */
export function configHash(config: Json): string {
  return createHash('sha256').update(canonicalJSON(config, 'config')).digest('hex').slice(0, 12);
}

/**
 * A configuration with some members replaced, at any depth. Arrays and numbers replace, objects merge; an object
 * that names another variant of a union (`process`, `kind` or `type` differs) replaces the whole object.
 */
export function mergeConfig(base: Json, override: Json): Json {
  if (!isPlainObject(base) || !isPlainObject(override)) return override;
  if (namesAnotherVariant(base, override)) return override as JsonObject;
  const merged: Record<string, Json> = { ...(base as JsonObject) };
  for (const [key, value] of Object.entries(override as JsonObject)) {
    if (value === undefined) continue;
    merged[key] = Object.hasOwn(merged, key) ? mergeConfig(merged[key], value) : value;
  }
  return merged;
}

function namesAnotherVariant(base: Record<string, unknown>, override: Record<string, unknown>): boolean {
  return DISCRIMINATORS.some(
    (key) => typeof base[key] === 'string' && typeof override[key] === 'string' && base[key] !== override[key],
  );
}

function describeType(value: unknown): string {
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.getPrototypeOf(value)?.constructor?.name ?? 'object';
}
