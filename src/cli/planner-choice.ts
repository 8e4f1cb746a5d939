/**
 * Which planners compete, with which options. `all` means every registered one. An option goes to those planners that
 * have it: each planner is asked by building it with that option alone.
 */
import { parse } from 'yaml';
import { ArenaError, ensure } from '../error.js';
import { type PlannerSpec, planners } from '../registry.js';
import type { Contestant } from '../report/plan-run.js';
import type { Json } from '../space/space.js';

/** What the user asked for. */
export interface PlannerChoice {
  readonly ids: readonly string[]; // ids, or `all`
  readonly options: readonly string[]; // `key=value`
  readonly compat?: string | undefined;
}

/** The planners in the order they were named, each once. Errors: unknown ids, options that none of them has. */
export function choosePlanners({ ids, options, compat }: PlannerChoice): Contestant[] {
  const specs = ids.flatMap((id) => (id === 'all' ? planners.all() : [planners.get(id)]));
  const given = [...options, ...(compat === undefined ? [] : [`compat=${compat}`])].map(assignment);
  const chosen = [...new Set(specs)].map((spec) => ({ spec, options: {} as Record<string, Json> }));
  for (const [key, value] of given) {
    const having = chosen.filter(({ spec }) => hasOption(spec, key, value));
    if (having.length === 0) refuseOption(chosen[0].spec, key, value);
    for (const each of having) each.options[key] = value;
  }
  return chosen.map(({ spec, options: own }) =>
    Object.keys(own).length === 0 ? { planner: spec.id } : { planner: spec.id, options: own },
  );
}

/** `key=value`, the value read as a YAML scalar. */
function assignment(text: string): [key: string, value: Json] {
  const at = text.indexOf('=');
  ensure(at > 0, `--option ${text}: key=value is expected`);
  try {
    return [text.slice(0, at), parse(text.slice(at + 1)) as Json];
  } catch (error) {
    throw new ArenaError(`--option ${text}: the value cannot be read (${(error as Error).message.split('\n')[0]})`);
  }
}

/** False when the planner has no such option. Errors: it has, and refuses the value. */
function hasOption(spec: PlannerSpec, key: string, value: Json): boolean {
  try {
    spec.create({ [key]: value });
    return true;
  } catch (error) {
    if (error instanceof ArenaError && error.message.includes(`option "${key}" does not exist`)) return false;
    throw error;
  }
}

/** None of the planners has the option: the first of them says which it has. */
function refuseOption(spec: PlannerSpec, key: string, value: Json): never {
  spec.create({ [key]: value });
  throw new ArenaError(`--option ${key}: none of the planners has it`);
}
