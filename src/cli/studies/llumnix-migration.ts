/**
 * Downtime of one live migration against recomputing the sequence, by its length: a single request on two idle
 * instances, moved at the first round of migrations after its prefill. The constant part of the downtime is a setting
 * (handshakes, 20 ms), so only its growth with the length is a result.
 */
import { BatchWork } from '../../../envs/serving/batch-work.js';
import { parseServingConfig } from '../../../envs/serving/config.js';
import { ServingEnv } from '../../../envs/serving/env.js';
import { parseTimeModel } from '../../../envs/serving/time/config.js';
import { createTimeModel } from '../../../envs/serving/time/create.js';
import { encodeAction, waitAction } from '../../placement.js';
import { ITEM_DISPATCH, ITEM_MIGRATE } from '../../serving.js';
import { KV_BYTES_PER_TOKEN } from './llumnix-cells.js';

/** Tokens of the sequence. */
export const SEQUENCES = [256, 512, 1024, 2048, 4096, 8192] as const;

const OWN_MODEL = 'llama-2-7b/a10/llumnix';
/** The profile nearest to the LLaMA-30B of the paper. */
export const LARGE_MODEL = 'yi-34b/a100-tp2';

export interface MigrationRow {
  readonly tokens: number;
  readonly downtime: number; // s
  readonly recompute: number; // s, prefill of the sequence
  readonly step: number; // s, decode of one request of this length
  readonly largeRecompute: number; // s, the same of LARGE_MODEL
  readonly largeStep: number; // s
}

const OUTPUT = 200; // tokens, so that the request still runs when it is moved

/** Downtime of the migration of a request with a prompt of so many tokens, s. */
function downtimeOf(prompt: number): number {
  const config = parseServingConfig({
    instances: [
      {
        count: 2,
        engine: { kind: 'vllm-v0', maxBatchedTokens: 12_000 },
        timeModel: OWN_MODEL,
        kv: { blocks: 792, bytesPerToken: KV_BYTES_PER_TOKEN },
      },
    ],
    workload: { kind: 'rows', rows: [{ arrival: 0, prompt, output: OUTPUT }] },
    migration: {},
  });
  const env = new ServingEnv(config, { id: 'serving/study' });
  let { observation: view } = env.reset({ seed: 0 });
  let moved = false;
  for (let open = true; open; ) {
    const slot = view.items.slots[0];
    const kind = view.items.count > 0 ? view.items.kind[slot] : -1;
    const migrate = kind === ITEM_MIGRATE && !moved;
    if (migrate) moved = true;
    const action =
      kind === ITEM_DISPATCH
        ? encodeAction(view.shape, slot, 0)
        : migrate
          ? encodeAction(view.shape, slot, 1, 1)
          : waitAction(view.shape);
    const result = env.step(action);
    view = result.observation;
    open = !result.terminated;
  }
  return env.metrics().migrationDowntimeMean;
}

function timesOf(preset: string, tokens: number): { recompute: number; step: number } {
  const model = createTimeModel(parseTimeModel(preset));
  const prefill = new BatchWork(1);
  prefill.addPrefill(tokens, 0, tokens);
  const decode = new BatchWork(1);
  decode.addDecode(tokens);
  return { recompute: model.nanoseconds(prefill) * 1e-9, step: model.nanoseconds(decode) * 1e-9 };
}

export function migrationRows(): MigrationRow[] {
  return SEQUENCES.map((tokens) => {
    const large = timesOf(LARGE_MODEL, tokens);
    return {
      tokens,
      downtime: downtimeOf(tokens),
      ...timesOf(OWN_MODEL, tokens),
      largeRecompute: large.recompute,
      largeStep: large.step,
    };
  });
}
