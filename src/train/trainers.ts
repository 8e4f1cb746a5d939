/** The learning algorithms of this package; importing this registers them. */

import { isPlainObject } from '../config.js';
import { ensure } from '../error.js';
import type { Json } from '../space/space.js';
import { algorithms, type TrainerContext } from './algorithms.js';
import { CemTrainer } from './cem-trainer.js';
import { ExpertIterationTrainer } from './expert-iteration-trainer.js';
import { PpoTrainer } from './ppo-trainer.js';
import { ReinforceTrainer } from './reinforce-trainer.js';
import type { Trainer } from './trainer.js';

export { CemTrainer, ExpertIterationTrainer, PpoTrainer, ReinforceTrainer };

/** Options as given; every trainer checks its own. */
type Create = (options: never, context: TrainerContext) => Trainer;

function register(id: string, description: string, create: Create): void {
  algorithms.register({
    id,
    description,
    create: (options: Json, context) => {
      ensure(isPlainObject(options), `train/${id}: options must be an object`);
      return create(options as never, context);
    },
  });
}

register(
  'reinforce',
  'policy gradient with baselines from rollouts of the same arrivals',
  (options, context) => new ReinforceTrainer(options, context),
);
register(
  'ppo',
  'proximal policy optimisation in continuous time',
  (options, context) => new PpoTrainer(options, context),
);
register(
  'expert-iteration',
  'the policy learns what look-ahead in the simulator finds better',
  (options, context) => new ExpertIterationTrainer(options, context),
);
register(
  'imitation',
  "the policy learns a scheduler's choices on its own way: option `agent`, and those of expert-iteration",
  (options: Record<string, unknown>, context) => imitation(options, context),
);
register(
  'cem',
  'cross-entropy method over weights, scored by whole episodes',
  (options, context) => new CemTrainer(options, context),
);

/** Expert iteration whose labels are a scheduler's choices. Errors: `ArenaError` without an agent. */
function imitation(options: Record<string, unknown>, context: TrainerContext): Trainer {
  const { agent, ...rest } = options;
  ensure(isPlainObject(agent), 'train/imitation: option "agent" is missing (an object with the id of a scheduler)');
  const labels = { kind: 'teacher', agent } as never;
  return new ExpertIterationTrainer({ ...rest, labels }, context, 'imitation');
}
