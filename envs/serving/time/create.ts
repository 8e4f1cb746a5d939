/** Makes the model that a configuration describes; the only place where paths of a configuration are read. */
import { ensure } from '../../../src/error.js';
import { attentionFit } from './attention-fit.js';
import { BANDWIDTHS, type Bandwidth } from './bandwidth.js';
import { parseTimeModel, type TimeModelConfig, type TimeModelInput } from './config.js';
import type { Hardware } from './hardware.js';
import { LayerProfileTimeModel } from './layer-profile.js';
import { readLayerProfile } from './layer-profile-files.js';
import { LinearTimeModel } from './linear.js';
import { LlumnixSimulatorTimeModel } from './llumnix-simulator.js';
import { MEASURED_YI_34B_TP2_A100, MeasuredTableTimeModel, readMeasuredTables } from './measured-table.js';
import { findOperatorFit, readOperatorFits } from './operator-fits.js';
import { readOperatorTable } from './operator-table.js';
import { type OperatorOptions, OperatorTimeModel } from './operators.js';
import { allReduceLatency, allReducePerToken } from './parallelism.js';
import { RooflineTimeModel } from './roofline.js';
import { HardwareRooflineTimeModel } from './roofline-hardware.js';
import { readSplitwiseMedians, SPLITWISE_MEDIANS, SplitwiseTimeModel } from './splitwise-table.js';
import { StratifiedTimeModel } from './stratified.js';
import type { TimeModel } from './time-model.js';
import { TrainedPhysicsTimeModel } from './trained-physics.js';

type Config<Kind extends TimeModelConfig['kind']> = Extract<TimeModelConfig, { kind: Kind }>;

/**
 * The model of a configuration, a preset or its name.
 * @throws ArenaError in one line: a wrong setting, or a file that is missing or broken.
 */
export function createTimeModel(input: TimeModelInput | TimeModelConfig): TimeModel {
  const config = parseTimeModel(input);
  switch (config.kind) {
    case 'linear':
      return new LinearTimeModel(config);
    case 'roofline':
      return new RooflineTimeModel(config);
    case 'stratified':
      return new StratifiedTimeModel(config.coefficients);
    case 'operators':
      return operators(config);
    case 'splitwise-table':
      return splitwise(config);
    case 'layer-profile':
      return new LayerProfileTimeModel(readLayerProfile(config.folder, config.layers));
    case 'trained-physics':
      return new TrainedPhysicsTimeModel(config);
    case 'roofline-hardware': {
      const { ffnMatrices, ...machine } = config;
      return new HardwareRooflineTimeModel(ffnMatrices === undefined ? machine : { ...machine, ffnMatrices });
    }
    case 'llumnix-simulator':
      return new LlumnixSimulatorTimeModel(config);
    case 'measured-table':
      return measuredTable(config);
  }
}

/** The link between the GPUs of one instance when the configuration names none. */
function linkOf(hardware: Hardware): Bandwidth {
  if (hardware.name.startsWith('H100')) return BANDWIDTHS['nvlink-h100'];
  return hardware.name.startsWith('A100') ? BANDWIDTHS['nvlink-a100'] : BANDWIDTHS.pcie;
}

function operators(config: Config<'operators'>): TimeModel {
  const { model, hardware, tensorParallel, link, overheadMs } = config;
  const split = { model, tensorParallel, link: link ?? linkOf(hardware) };
  return new OperatorTimeModel({
    linear: linearOperators(config),
    attention: attentionFit(model, hardware, tensorParallel),
    allReduceLatency: allReduceLatency(split),
    allReducePerToken: allReducePerToken(split),
    overhead: overheadMs * 1e6,
  });
}

function linearOperators(config: Config<'operators'>): OperatorOptions['linear'] {
  const { model, hardware, tensorParallel, fit, fits, table } = config;
  if (fit !== undefined)
    return { floor: fit.floorMs * 1e6, slope: fit.slopeUs * 1e3, intercept: fit.interceptMs * 1e6 };
  const request = { model, hardware, tensorParallel };
  if (table !== undefined) return readOperatorTable(table, request);
  return findOperatorFit(fits === undefined ? request : { ...request, fits: readOperatorFits(fits) });
}

function splitwise({ model, hardware, tensorParallel, medians, path }: Config<'splitwise-table'>): SplitwiseTimeModel {
  if (medians !== undefined) return new SplitwiseTimeModel(medians);
  if (path !== undefined)
    return new SplitwiseTimeModel(readSplitwiseMedians(path, { model, hardware, tensorParallel }));
  const builtIn = model === 'llama2-70b' && tensorParallel === 8 ? SPLITWISE_MEDIANS[hardware] : undefined;
  const known = Object.keys(SPLITWISE_MEDIANS).join(', ');
  ensure(
    builtIn !== undefined,
    `envs/serving: time model: no built-in table for ${model} on ${hardware} TP${tensorParallel} ` +
      `(there is llama2-70b TP8 on ${known}; name the performance table's file as "path" for others)`,
  );
  return new SplitwiseTimeModel(builtIn);
}

function measuredTable({ prefill, decode, contextPair, folder }: Config<'measured-table'>): MeasuredTableTimeModel {
  if (prefill !== undefined && decode !== undefined)
    return new MeasuredTableTimeModel({ prefill, decode, contextPair });
  if (folder !== undefined) return new MeasuredTableTimeModel(readMeasuredTables(folder, contextPair));
  return new MeasuredTableTimeModel({ ...MEASURED_YI_34B_TP2_A100, contextPair });
}
