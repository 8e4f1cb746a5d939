/**
 * One line for what is wrong in a configuration, from the first complaint of its schema: where, what was given, what is
 * allowed, and what may have been meant. Nested settings are found in the schema by the path of the complaint.
 */
import { z } from 'zod';
import { didYouMean } from '../../src/error.js';

/** What is wrong in `input`, of which `issue` is the first complaint of `schema`. */
export function describeIssue(issue: z.core.$ZodIssue, schema: z.ZodType, input: unknown): string {
  const path = issue.path.join('.');
  const where = path || 'configuration';
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0];
    const known = settingsOf(schemaAt(schema, issue.path, input), valueAt(input, issue.path));
    return `option "${path ? `${path}.` : ''}${key}" does not exist${didYouMean(key, known)}`;
  }
  const given = valueAt(input, issue.path);
  if (given === undefined) return `${where}: is missing (${issue.message})`;
  if (issue.code === 'invalid_union') {
    const parent = schemaAt(schema, issue.path.slice(0, -1), input);
    const allowed = parent instanceof z.ZodDiscriminatedUnion ? kindsOf(parent) : [];
    if (allowed.length > 0) return `${where}: ${notAmong(given, allowed)}`;
    const inside = issue.errors.at(-1)?.[0];
    if (inside) return `${where}: ${[...inside.path, inside.message].join(': ')}`;
  }
  if (issue.code === 'invalid_value') return `${where}: ${notAmong(given, issue.values.map(String))}`;
  return `${where}: ${issue.message}`;
}

function notAmong(given: unknown, allowed: readonly string[]): string {
  const hint = typeof given === 'string' ? didYouMean(given, allowed) : '';
  return `${JSON.stringify(given)} does not exist${hint || ` (${allowed.join(', ')})`}`;
}

type Path = readonly PropertyKey[];

function valueAt(input: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key], input);
}

/** The schema of a setting, without its default. */
function schemaAt(schema: z.ZodType, path: Path, input: unknown): z.ZodType | undefined {
  let here: z.ZodType | undefined = bare(schema);
  path.forEach((key, i) => {
    if (here instanceof z.ZodArray) here = here.element as z.ZodType;
    else here = shapeOf(here, valueAt(input, path.slice(0, i)))?.[String(key)];
    here = here && bare(here);
  });
  return here;
}

function bare(schema: z.ZodType): z.ZodType {
  let here = schema;
  for (;;) {
    if (here instanceof z.ZodPipe) here = here.in as z.ZodType;
    else if (here instanceof z.ZodDefault || here instanceof z.ZodNullable || here instanceof z.ZodOptional)
      here = here.unwrap() as z.ZodType;
    else return here;
  }
}

type Shape = Readonly<Record<string, z.ZodType>>;

function shapeOf(schema: z.ZodType | undefined, value: unknown): Shape | undefined {
  if (schema instanceof z.ZodObject) return schema.shape as Shape;
  if (!(schema instanceof z.ZodDiscriminatedUnion)) return undefined;
  const kind = (value as { readonly kind?: unknown } | undefined)?.kind;
  const options = schema.options as readonly z.ZodObject[];
  return options.find((option) => literalOf(option) === kind)?.shape as Shape | undefined;
}

function settingsOf(schema: z.ZodType | undefined, value: unknown): readonly string[] {
  return Object.keys(shapeOf(schema, value) ?? {});
}

function kindsOf(union: z.ZodDiscriminatedUnion): string[] {
  return (union.options as readonly z.ZodObject[]).map((option) => String(literalOf(option)));
}

function literalOf(option: z.ZodObject): unknown {
  const { kind } = option.shape as { readonly kind?: z.ZodType };
  return kind instanceof z.ZodLiteral ? kind.value : undefined;
}
