/** What a setting may be, in words for the person who gave another value; read from its zod schema. */
import { z } from 'zod';

/** Its type and range as JSON Schema tells them, e.g. `a whole number ≥ 1 is expected`. */
export function allowedValues(member: z.ZodType): string {
  const schema = z.toJSONSchema(member, { io: 'input' }) as Readonly<Record<string, unknown>>;
  if (Array.isArray(schema.enum)) return `one of ${schema.enum.join(', ')} is expected`;
  if (schema.type === 'boolean') return 'true or false is expected';
  if (schema.type !== 'number' && schema.type !== 'integer') return `a ${String(schema.type)} is expected`;
  const limit = (key: string, sign: string): string => {
    const value = schema[key];
    const told = typeof value === 'number' && Math.abs(value) < Number.MAX_SAFE_INTEGER;
    return told ? `${sign} ${value}` : '';
  };
  const limits = [
    limit('minimum', '≥'),
    limit('exclusiveMinimum', '>'),
    limit('maximum', '≤'),
    limit('exclusiveMaximum', '<'),
  ].filter((words) => words !== '');
  const range = limits.length > 0 ? ` ${limits.join(' and ')}` : '';
  return `a ${schema.type === 'integer' ? 'whole ' : ''}number${range} is expected`;
}
