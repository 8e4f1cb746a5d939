/** The LLM serving environment: registers its scenarios on import, each with a complete configuration. */
import { envs } from '../../src/registry.js';
import type { Json } from '../../src/space/space.js';
import { parseServingConfig } from './config.js';
import { ServingEnv } from './env.js';
import { SCENARIOS } from './scenarios.js';

export { parseServingConfig, type ServingConfig, type ServingConfigInput } from './config.js';
export { ServingEnv } from './env.js';
export { type InstanceSpec, ServingSimulator } from './simulator.js';

for (const { name, description, leaderboard, score, config } of SCENARIOS) {
  envs.register({
    id: `serving/${name}`,
    description,
    tags: ['serving', ...(leaderboard ? ['leaderboard'] : [])],
    config: parseServingConfig(config) as unknown as Json,
    score,
    create: (json, options) => new ServingEnv(json, options),
  });
}
