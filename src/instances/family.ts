/**
 * A family of graphs: a name, parameters with defaults and meanings, and the function that builds the form of one graph.
 * Families differ in their parameters, so what is known of them outside is the erased type below; `defineFamily` keeps
 * parameters and function together.
 */
import { z } from 'zod';
import type { Rng } from '../rng.js';
import type { GraphShape } from './graph-shape.js';

/** A parameter's value: plain JSON. */
export type ParameterValue = number | boolean | string;

/** What a parameter means, and its value when it is left out. */
export interface ParameterNote {
  readonly default: ParameterValue;
  readonly description: string;
}

/** What is told of a family. */
export interface InstanceFamily {
  readonly name: string;
  readonly description: string;
  /** Where the form comes from: paper and doi, or that it is our own. */
  readonly source: string;
  readonly parameters: Readonly<Record<string, ParameterNote>>;
}

/** A family that can build. */
export interface GraphFamily extends InstanceFamily {
  readonly schema: z.ZodObject; // strict; every parameter has a default and a description
  build(parameters: Readonly<Record<string, ParameterValue>>, rng: Rng): GraphShape;
}

/** A family as its file writes it. */
export interface FamilySpec<S extends z.ZodObject> {
  readonly name: string;
  readonly description: string;
  readonly source: string;
  readonly schema: S;
  /** `who` begins the error messages. */
  build(parameters: z.output<S>, rng: Rng, who: string): GraphShape;
}

/** A parameter of every family. */
const joinEnds = z
  .boolean()
  .default(false)
  .describe('one task of no cost before all entries and one behind all exits, where there are several');

export function defineFamily<S extends z.ZodObject>(spec: FamilySpec<S>): GraphFamily {
  const { name, description, source, build } = spec;
  const schema = spec.schema.extend({ joinEnds }).strict();
  const defaults = schema.parse({}) as Record<string, ParameterValue>;
  const parameters = Object.fromEntries(
    Object.entries(schema.shape).map(([key, type]) => [
      key,
      { default: defaults[key], description: (type as z.ZodType).description ?? '' },
    ]),
  );
  return {
    name,
    description,
    source,
    parameters,
    schema,
    build: (given, rng) => build(given as unknown as z.output<S>, rng, `instances: ${name}`),
  };
}

/** A whole number from `least` to `most`, with a default. */
export function whole(least: number, standard: number, most = 10_000_000) {
  return z.number().int().min(least).max(most).default(standard);
}
