/** The static DAG environment: registers its scenarios on import, each with a complete configuration. */
import { publishedInstances } from '../../src/instances/index.js';
import { envs, type ScoreSpec } from '../../src/registry.js';
import type { Json } from '../../src/space/space.js';
import { type DagConfigInput, parseDagConfig } from './config.js';
import { DagEnv } from './env.js';
import { writeInstance } from './instance-json.js';

export { type DagConfig, type DagConfigInput, parseDagConfig } from './config.js';
export { DagEnv } from './env.js';
export { DagModel } from './model.js';
export { DagSimulator, type PlacementRule } from './simulator.js';

/** Schedule length ratio, between random placement (0) and HEFT with insertion (1). */
const SCORE: ScoreSpec = { metric: 'slr', lowerIsBetter: true, reference: 'heft', floor: 'random' };

interface Scenario {
  readonly description: string;
  readonly tags?: readonly string[];
  readonly config: DagConfigInput;
}

function scenario(name: string, { description, tags = [], config }: Scenario): void {
  envs.register({
    id: `dag/${name}`,
    description,
    tags: ['dag', ...tags],
    config: parseDagConfig(config) as unknown as Json,
    score: SCORE,
    create: (json, options) => new DagEnv(json, options),
  });
}

/** An example that the literature prints whole. */
function published(id: string, description: string): void {
  const instances = [writeInstance(publishedInstances[id])];
  scenario(`${id}-v1`, { description, config: { instances: { kind: 'fixed', instances }, itemSlots: 16 } });
}

interface Family {
  readonly itemSlots?: number;
  readonly graph: { readonly family: string; readonly [parameter: string]: string | number | boolean };
  readonly processors: Readonly<Record<string, string | number>>;
  readonly communication?: Readonly<Record<string, string | number>>;
}

/** Instances of a family, another one in every episode. */
function generated(
  name: string,
  description: string,
  { itemSlots, communication = {}, graph, processors }: Family,
): void {
  const config = { graph, processors, communication };
  const slots = itemSlots === undefined ? {} : { itemSlots };
  const tags = LEADERBOARD.includes(name) ? ['leaderboard'] : [];
  scenario(`${name}-v1`, { description, tags, config: { instances: { kind: 'generated', config }, ...slots } });
}

const LEADERBOARD: readonly string[] = ['layered', 'layered-ccr5', 'fft', 'gaussian', 'montage', 'wide'];

published('topcuoglu-2002', 'the ten tasks on three processors of the HEFT paper: HEFT 80, optimum 73');
published('arabnejad-2014', 'the ten tasks on three processors of the PEFT paper: PEFT 122, optimum 113');
generated('layered', '60 tasks in random levels on 8 unrelated processors, CCR 1', {
  graph: { family: 'layered', tasks: 60 },
  processors: { count: 8 },
});
generated('layered-ccr5', 'the same graphs and costs, five times the data', {
  graph: { family: 'layered', tasks: 60 },
  processors: { count: 8 },
  communication: { ccr: 5 },
});
generated('layered-related', '60 tasks in random levels on 8 related processors, unlike links', {
  graph: { family: 'layered', tasks: 60 },
  processors: { count: 8, machines: 'related' },
  communication: { bandwidthHeterogeneity: 0.5 },
});
generated(
  'layered-one-port',
  '60 tasks in random levels on 8 processors that send and receive one transfer at a time',
  {
    graph: { family: 'layered', tasks: 60 },
    processors: { count: 8 },
    communication: { contention: 'one-port' },
  },
);
generated('wide', '100 tasks in few wide levels on 24 processors', {
  graph: { family: 'layered', tasks: 100, shape: 2 },
  processors: { count: 24 },
  itemSlots: 64,
});
generated('fft', 'fast Fourier transform of 16 points, 95 tasks on 8 processors', {
  graph: { family: 'fft', points: 16 },
  processors: { count: 8 },
});
generated('gaussian', 'Gaussian elimination of 10 rows, 54 tasks on 6 processors', {
  graph: { family: 'gaussian', size: 10 },
  processors: { count: 6 },
});
generated('cholesky', 'tiled Cholesky factorisation of 6 × 6 tiles, 56 tasks on 8 related processors', {
  graph: { family: 'cholesky', tiles: 6 },
  processors: { count: 8, machines: 'related' },
});
generated('montage', 'a sky mosaic workflow on 8 processors', {
  graph: { family: 'montage' },
  processors: { count: 8 },
});
generated('epigenomics', 'a genome sequencing workflow of parallel pipelines on 8 processors', {
  graph: { family: 'epigenomics' },
  processors: { count: 8 },
});
