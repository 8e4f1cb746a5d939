/**
 * The shipped recording of Decima's forward pass, made by the reference of this folder: three observations with weights
 * that anybody can draw again from a seed.
 */
import { drawnWeights } from '../../../src/cli/dag-goldens/decima.js';
import { randomObservation } from './observations.js';
import { referencePass } from './reference.js';

export const WEIGHT_SEED = 'decima-golden';
const EXECUTORS = 10;

/** Graph shapes: deep with short cuts, shallow with several jobs, and one without edges. */
const CASES = [
  { seed: 'deep', jobs: 2, nodes: 8, edges: 0.7, limits: 4 },
  { seed: 'wide', jobs: 4, nodes: 4, edges: 0.3, limits: 6 },
  { seed: 'no edges', jobs: 3, nodes: 2, edges: 0, limits: 2 },
];

/** The content of `test/goldens/decima/forward.json`. */
export function decimaRecording(): unknown {
  const parameters = drawnWeights(WEIGHT_SEED);
  const samples = CASES.map(({ seed, ...sizes }) => {
    const observation = randomObservation(seed, sizes);
    const { x, edges, jobOf, jobFeatures, stages, limits } = observation;
    const pass = referencePass('small', parameters, observation);
    const best = pass.stageScores.indexOf(Math.max(...pass.stageScores));
    const job = jobOf[stages[best]];
    return {
      x,
      edge_index: [edges.map(([parent]) => parent), edges.map(([, child]) => child)],
      ptr: [...jobFeatures.keys(), jobFeatures.length].map((j) => jobOf.filter((of) => of < j).length),
      stage_mask: x.map((_, node) => stages.includes(node)),
      exec_mask: jobFeatures.map((_, j) =>
        Array.from({ length: EXECUTORS }, (_unused, k) =>
          limits.some(([of, share]) => of === j && share === Math.fround(k / EXECUTORS)),
        ),
      ),
      h_node: pass.node.map(rounded),
      h_dag: pass.job.map(rounded),
      h_glob: [rounded(pass.global)],
      stage_scores: rounded(pass.stageScores),
      job_idx: job,
      exec_scores: rounded(pass.limitScores.filter((_, i) => limits[i][0] === job)),
    };
  });
  return { num_executors: EXECUTORS, weights: { seed: WEIGHT_SEED }, samples };
}

function rounded(values: readonly number[]): number[] {
  return values.map((value) => Number(value.toFixed(9)));
}
