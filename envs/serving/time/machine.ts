/**
 * What a time model says about the machine it stands for: model, GPU and split, as far as they are known. Kinds that
 * name none have none, as have coefficients and tables of one's own. The phase-split tables and the fits without
 * settings stand for the machine that they were measured on.
 */
import type { TimeModelConfig } from './config.js';
import { HARDWARE, type Hardware } from './hardware.js';
import { MODEL_SHAPES, type ModelShape } from './models.js';

export interface Machine {
  readonly model: ModelShape | undefined;
  readonly hardware: Hardware | undefined;
  readonly tensorParallel: number;
}

/** Names in the performance table of splitwise-sim, which writes them in its own way. */
const TABLE_MODELS: Readonly<Record<string, string>> = { 'llama2-70b': 'llama-2-70b' };
const TABLE_HARDWARE: Readonly<Record<string, string>> = { 'h100-80gb': 'H100', 'a100-80gb': 'A100-80GB' };

function catalogued(model: string, hardware: string, tensorParallel: number): Machine {
  return { model: MODEL_SHAPES.get(model), hardware: HARDWARE.get(hardware), tensorParallel };
}

/** The machine of a time model; `undefined` = it names none. */
export function machineOf(config: TimeModelConfig): Machine | undefined {
  switch (config.kind) {
    case 'operators':
    case 'trained-physics':
    case 'roofline-hardware':
      return config;
    case 'splitwise-table': {
      const { model, hardware, tensorParallel, medians } = config;
      if (medians !== undefined) return undefined;
      return catalogued(TABLE_MODELS[model] ?? '', TABLE_HARDWARE[hardware] ?? '', tensorParallel);
    }
    case 'stratified':
      return config.coefficients === undefined ? catalogued('llama-3-8b', 'A100-80GB', 1) : undefined;
    case 'measured-table': {
      const own = config.prefill !== undefined || config.folder !== undefined;
      return own ? undefined : catalogued('yi-34b', 'A100-80GB', 2);
    }
    default:
      return undefined;
  }
}

/** Whether two models have the same weights and KV, whatever they are called. */
export function sameShape(a: ModelShape, b: ModelShape): boolean {
  const { name: _, ...rest } = a;
  return Object.entries(rest).every(([key, value]) => b[key as keyof ModelShape] === value);
}
