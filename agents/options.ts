/** Checks of the plain-JSON options with which agents are built from the registry or a command line. */
import { didYouMean, ensure } from '../src/error.js';
import type { Json } from '../src/space/space.js';

/** The options as an object with known keys only. Errors: `ArenaError` naming the agent and the key. */
export function agentOptions(agent: string, options: Json | undefined, known: readonly string[]): Record<string, Json> {
  if (options === undefined || options === null) return {};
  ensure(
    typeof options === 'object' && !Array.isArray(options),
    `agents/${agent}: options must be an object, got ${JSON.stringify(options)}`,
  );
  for (const key of Object.keys(options)) {
    const allowed = known.length > 0 ? ` (known: ${known.join(', ')})` : ' (it takes none)';
    ensure(known.includes(key), `agents/${agent}: option "${key}" does not exist${didYouMean(key, known) || allowed}`);
  }
  return options as Record<string, Json>;
}

/** A number option. Errors: `ArenaError` for anything else. */
export function numberOption(agent: string, key: string, value: Json): number {
  ensure(typeof value === 'number', `agents/${agent}: option "${key}" must be a number, got ${JSON.stringify(value)}`);
  return value;
}

/** A list of numbers. Errors: `ArenaError` for anything else. */
export function numbersOption(agent: string, key: string, value: Json): readonly number[] {
  ensure(
    Array.isArray(value) && value.every((entry) => typeof entry === 'number'),
    `agents/${agent}: option "${key}" must be a list of numbers, got ${JSON.stringify(value)}`,
  );
  return value as readonly number[];
}
