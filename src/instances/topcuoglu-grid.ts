/**
 * The grid of random graphs over which Topcuoglu, Hariri & Wu 2002 (§5.1, doi 10.1109/71.993206) compare HEFT and CPOP:
 * every combination of task count v, shape α, out-degree, CCR and heterogeneity β. An out-degree of 'v' means all tasks
 * of the next level. The paper draws 25 graphs per combination; here each is one configuration for any number of seeds.
 */
import { type InstanceConfig, parseInstanceConfig } from './config.js';

/** The values of each axis; absent axes take the paper's. */
export interface TopcuogluAxes {
  readonly tasks?: readonly number[];
  readonly shape?: readonly number[];
  readonly outDegree?: readonly (number | 'v')[];
  readonly ccr?: readonly number[];
  readonly heterogeneity?: readonly number[];
  readonly processors?: number;
}

/** All combinations, the last axis fastest: 5 × 3 × 6 × 5 × 5 = 2250 with the paper's values. Errors: as `parseInstanceConfig`. */
export function topcuogluGrid(axes: TopcuogluAxes = {}): InstanceConfig[] {
  const {
    tasks = [20, 40, 60, 80, 100],
    shape = [0.5, 1, 2],
    outDegree = [1, 2, 3, 4, 5, 'v'],
    ccr = [0.1, 0.5, 1, 5, 10],
    heterogeneity = [0.1, 0.25, 0.5, 0.75, 1],
    processors = 8,
  } = axes;
  const rows = product([tasks, shape, outDegree, ccr, heterogeneity]);
  return rows.map(([v, alpha, degree, ratio, beta]) =>
    parseInstanceConfig(
      {
        graph: {
          family: 'layered',
          tasks: v,
          shape: alpha,
          outDegree: degree === 'v' ? v : degree,
          singleEntry: true,
          singleExit: true,
        },
        processors: { count: processors, heterogeneity: beta },
        communication: { ccr: ratio, scaling: 'realised' },
      },
      'instances: topcuogluGrid',
    ),
  );
}

function product(axes: readonly (readonly (number | 'v')[])[]): (number | 'v')[][] {
  return axes.reduce<(number | 'v')[][]>((rows, axis) => rows.flatMap((row) => axis.map((x) => [...row, x])), [[]]);
}
