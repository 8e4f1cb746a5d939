/**
 * What the scientific workflows share: tasks of a few types, each with a typical run time, edges with typical amounts
 * of data, and a variation around both. Run times and sizes are rounded, approximate proportions; a generated workflow
 * has the shape of the application and is no trace of it.
 */
import { z } from 'zod';
import type { Rng } from '../../rng.js';
import { type GraphShape, ShapeBuilder } from '../graph-shape.js';

/** A parameter of every workflow. */
export const variation = z
  .number()
  .min(0)
  .max(1)
  .default(0.2)
  .describe('run times and data sizes vary uniformly by this share around those of their type');

export interface Workflow {
  readonly who: string;
  readonly variation: number;
  readonly rng: Rng;
}

export class WorkflowBuilder {
  private readonly shape: ShapeBuilder;
  private readonly variation: number;
  private readonly rng: Rng;

  constructor({ who, variation, rng }: Workflow) {
    this.shape = new ShapeBuilder(who);
    this.variation = variation;
    this.rng = rng;
  }

  /** Adds a task of about so many seconds. */
  task(name: string, seconds: number): number {
    return this.shape.task(name, this.vary(seconds));
  }

  /** Adds `count` tasks of a type, named `type_0`, `type_1`, …; returns their indices. */
  tasks(count: number, type: string, seconds: number): number[] {
    return Array.from({ length: count }, (_, i) => this.task(`${type}_${i}`, seconds));
  }

  /** Adds an edge that carries about so many megabytes. */
  edge(from: number, to: number, megabytes: number): void {
    this.shape.edge(from, to, this.vary(megabytes));
  }

  finish(): GraphShape {
    return this.shape.finish();
  }

  private vary(size: number): number {
    return size * (1 + this.variation * (1 - 2 * this.rng()));
  }
}

/** Where structure and proportions come from. */
export const JUVE =
  'stages after Juve et al. 2013, doi 10.1016/j.future.2012.08.015; run times and data sizes approximate, rounded';
