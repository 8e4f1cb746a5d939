/** The policies of LLM serving, as the registry lists them. */

import { z } from 'zod';
import { readPlannerOptions } from '../../src/plan/planner-options.js';
import type { AgentSpec } from '../../src/registry.js';
import type { Json } from '../../src/space/space.js';
import {
  dispatchedLoad,
  type InstanceLoad,
  LeastLoadedRouter,
  memoryLoad,
  remainingStepsLoad,
  requestLoad,
  tokenLoad,
  workLoad,
} from './least-loaded.js';
import { WeightedScorers } from './llm-d.js';
import { Llumnix } from './llumnix.js';
import { LlumnixArtifact } from './llumnix-artifact.js';
import { LlumnixPaper } from './llumnix-paper.js';
import { OracleLookahead } from './oracle-lookahead.js';
import { PowerOfChoices } from './power-of-choices.js';
import { PredictedLatency } from './predicted-latency.js';
import { PrefixAffinity } from './prefix-affinity.js';
import { QueueScaling } from './queue-scaling.js';
import { RoleAware } from './role-aware.js';
import { ServingRoundRobin } from './round-robin.js';
import { SloAware } from './slo-aware.js';
import { VllmDataParallel } from './vllm-data-parallel.js';
import { LeastWaiting } from './waiting-only.js';

type Entry = Pick<AgentSpec, 'id' | 'description' | 'create'> & { readonly tags?: readonly string[]; oracle?: boolean };

function entry({ id, description, create, tags = [], oracle = false }: Entry): AgentSpec {
  return { id, description, tags: ['serving', ...tags], oracle, plays: ['serving'], create };
}

function least(id: string, description: string, load: InstanceLoad): AgentSpec {
  return entry({
    id,
    description,
    create: (options) => {
      noOptions(id, options);
      return new LeastLoadedRouter(id, load);
    },
  });
}

/** Errors: `ArenaError` if any option is given. */
function noOptions(id: string, options: Json | undefined): void {
  readPlannerOptions({ who: `agents/${id}`, schema: z.object({}), given: options ?? {} });
}

export const servingAgents: readonly AgentSpec[] = [
  entry({
    id: 'serving-round-robin',
    description: 'instances in turn; rounds of migration and scaling are ignored',
    create: (options) => {
      noOptions('serving-round-robin', options);
      return new ServingRoundRobin();
    },
  }),
  entry({
    id: 'power-of-two',
    description: 'the one with fewer requests of two random instances (option d)',
    tags: ['stochastic'],
    create: (options) => new PowerOfChoices(options ?? undefined),
  }),
  least('join-shortest-queue', 'fewest requests: waiting, running and on the way', requestLoad),
  entry({
    id: 'least-outstanding-waiting',
    description: 'fewest waiting requests, running ones not counted, as vidur has it: herds to one instance',
    tags: ['compat'],
    create: (options) => {
      noOptions('least-outstanding-waiting', options);
      return new LeastWaiting();
    },
  }),
  entry({
    id: 'vllm-dp',
    description: 'least 4·waiting + running (data-parallel vLLM)',
    create: (options) => new VllmDataParallel(options ?? undefined),
  }),
  least('token-jsq', 'fewest outstanding tokens (Splitwise)', tokenLoad),
  least('least-kv', 'smallest share of KV memory in use or waited for', memoryLoad),
  least('fewest-dispatched', "fewest requests ever sent ('balanced' of Llumnix, its round robin)", dispatchedLoad),
  least(
    'remaining-steps',
    'most free KV blocks per request (remaining steps of later Llumnix versions)',
    remainingStepsLoad,
  ),
  least('least-expected-work', 'earliest expected completion: backlog plus its own cost', workLoad),
  entry({
    id: 'prefix-affinity',
    description: 'longest prefix probably cached, unless loads are too unequal (SGLang)',
    create: (options) => new PrefixAffinity(options ?? undefined),
  }),
  entry({
    id: 'llm-d',
    description: 'weighted scorers: prefix, queue, KV memory and others (llm-d)',
    create: (options) => new WeightedScorers(options ?? undefined),
  }),
  entry({
    id: 'infaas',
    description: "INFaaS++: Llumnix's dispatch load and scaling without migration or de-fragmentation",
    tags: ['llumnix', 'scaling'],
    create: (options) => new LlumnixArtifact(options ?? undefined, 'infaas', { migration: false, defrag: false }),
  }),
  entry({
    id: 'llumnix',
    description: 'the artifact of Llumnix corrected, urgent requests gathered; not the rules of the paper',
    tags: ['llumnix', 'migration', 'scaling'],
    create: (options) => new Llumnix(options ?? undefined),
  }),
  entry({
    id: 'llumnix-artifact',
    description: 'Llumnix exactly as its artifact decides, faults included',
    tags: ['llumnix', 'migration', 'scaling', 'compat'],
    create: (options) => new LlumnixArtifact(options ?? undefined),
  }),
  entry({
    id: 'llumnix-paper',
    description: 'Llumnix as its paper defines it: virtual usage of the head of the queue, pairs, scaling',
    tags: ['llumnix', 'migration', 'scaling'],
    create: (options) => new LlumnixPaper(options ?? undefined),
  }),
  entry({
    id: 'llumnix-dispatch',
    description: 'dispatch of llumnix alone: the freest instance',
    tags: ['llumnix'],
    create: (options) => new Llumnix(options ?? undefined, 'llumnix-dispatch', { migration: false, scaling: false }),
  }),
  entry({
    id: 'slo-aware',
    description: 'least predicted time to the first token, or the fullest instance that meets the deadline',
    tags: ['deadline'],
    create: (options) => new SloAware(options ?? undefined),
  }),
  entry({
    id: 'predicted-latency',
    description: 'least latency predicted by online regression of iteration times (after llm-d)',
    tags: ['learned', 'deadline'],
    create: (options) => new PredictedLatency(options ?? undefined),
  }),
  entry({
    id: 'role-aware',
    description: 'fewest prefill tokens for new requests, least KV memory for handovers',
    create: (options) => {
      noOptions('role-aware', options);
      return new RoleAware();
    },
  }),
  entry({
    id: 'auto-scale-queue',
    description: 'shortest queue, and instances by waiting requests per instance',
    tags: ['scaling'],
    create: (options) => new QueueScaling(options ?? undefined),
  }),
  entry({
    id: 'oracle-lookahead',
    description: 'oracle: simulates every instance on copies of the environment, then the shortest queue (after Block)',
    tags: ['lookahead', 'slow'],
    oracle: true,
    create: (options) => new OracleLookahead(options ?? undefined),
  }),
];
