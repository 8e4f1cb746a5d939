/**
 * Time models by name, complete without files: model and GPU (and split) first, then where the numbers come from.
 * A preset is nothing but a configuration with a description; see the file of its kind for the formula.
 */
export interface TimeModelPreset {
  readonly name: string;
  readonly description: string;
  readonly source: string;
  readonly config: Readonly<Record<string, unknown>>;
}

const VIDUR = 'operator and attention profiles of microsoft/vidur@7d47513';
const BLIS = 'inference-sim/inference-sim@f90a1e3';
const SPLITWISE = 'Mutinifni/splitwise-sim@8f99e7d, performance table';

function operators(model: string, hardware: string, tensorParallel = 1): TimeModelPreset {
  const split = tensorParallel > 1 ? `-tp${tensorParallel}` : '';
  return {
    name: `${model}/${hardware.toLowerCase().replace('-80gb', '')}${split}`,
    description: `${model} on ${tensorParallel} × ${hardware}: operator fits and attention scaled from Llama-2-70B`,
    source: VIDUR,
    config: { kind: 'operators', model, hardware, tensorParallel },
  };
}

function scaled(model: string, hardware: string, from: string): TimeModelPreset {
  const preset = operators(model, hardware);
  const rule = `scaled from ${from} by bandwidth and peak FLOP/s; not measured`;
  return { ...preset, description: `${model} on ${hardware}, ${rule}` };
}

function physics(model: string, hardware: string): TimeModelPreset {
  return {
    name: `${model}/${hardware.toLowerCase().replace('-80gb', '')}/physics`,
    description: `${model} on ${hardware}: trained physical terms; long prefills too fast; the 16 ms of overhead per request are not applied`,
    source: BLIS,
    config: { kind: 'trained-physics', model, hardware },
  };
}

export const TIME_MODEL_PRESETS: readonly TimeModelPreset[] = [
  {
    name: 'exact-linear',
    description: 'the exact test model, linear; resembles Llama-2-7B on A100',
    source: 'integer coefficients of the shared test cases',
    config: { kind: 'linear' },
  },
  {
    name: 'exact-roofline',
    description: 'the exact test model, roofline',
    source: 'integer coefficients of the shared test cases',
    config: { kind: 'roofline' },
  },
  {
    name: 'llama-3-8b/a100',
    description: 'Llama-3-8B on one A100: linear fit in two strata',
    source: 'microsoft/sarathi-serve, branch niyama_asplos2026',
    config: { kind: 'stratified' },
  },
  { ...operators('llama-3-8b', 'A100-80GB'), name: 'llama-3-8b/a100/operators' },
  operators('llama-2-7b', 'A100-80GB'),
  operators('llama-2-7b', 'H100'),
  operators('llama-2-7b', 'A40'),
  scaled('llama-2-7b', 'A10', 'A40'),
  scaled('llama-2-7b', 'RTX4090', 'A40'),
  operators('mistral-7b', 'A100-80GB'),
  scaled('llama-3-8b', 'H100', 'A100'),
  scaled('llama-3-8b', 'A100-80GB/3g', 'A100'),
  scaled('llama-3-8b', 'A100-80GB/4g', 'A100'),
  scaled('llama-3-8b', 'H100/3g', 'A100'),
  ...['A100-80GB', 'H100', 'A40'].flatMap((gpu) => [2, 4, 8].map((tp) => operators('llama-2-70b', gpu, tp))),
  ...['h100', 'a100'].map((gpu) => ({
    name: `llama-2-70b/${gpu}-tp8/splitwise`,
    description: `Llama-2-70B on 8 × ${gpu.toUpperCase()}: medians by tokens of the batch`,
    source: SPLITWISE,
    config: { kind: 'splitwise-table', hardware: `${gpu}-80gb` },
  })),
  {
    name: 'yi-34b/a100-tp2',
    description: 'Yi-34B on 2 × A100: whole batches as measured',
    source: 'microsoft/sarathi-serve, branch osdi-sarathi-serve',
    config: { kind: 'measured-table' },
  },
  physics('llama-3.1-8b', 'H100'),
  physics('llama-3.1-8b', 'A100-80GB'),
  physics('llama-2-7b', 'A100-80GB'),
  {
    name: 'llama-3.1-8b/h100/roofline',
    description: 'Llama-3.1-8B on one H100: roofline from FLOPs and bytes',
    source: BLIS,
    config: { kind: 'roofline-hardware', model: 'llama-3.1-8b', hardware: 'H100' },
  },
  {
    name: 'llama-2-7b/a10/llumnix',
    description:
      'Llama-7B on one A10 in the form of the Llumnix simulator; its coefficients are not published, these come ' +
      'from the A40 operator profile scaled to the A10 by bandwidth and peak FLOP/s, attention of 512 tokens',
    source: `${VIDUR}; form of AlibabaPAI/llumnix`,
    config: {
      kind: 'llumnix-simulator',
      prefill: { perToken: 0.1617, constant: 10.98 },
      decode: { perSequence: 0.00215, perContextToken: 0.001088, constant: 31.36 },
    },
  },
];
