/** How trained weights stand in a generated module (`export-weights` writes it), and the parameters they are. */
import { ensure } from '../error.js';
import type { Json } from '../space/space.js';
import type { Network } from './network.js';
import { Parameters } from './parameters.js';
import { decodeWeights, type WeightFormat } from './weights-text.js';

/** What such a module exports; more facts stand beside. */
export interface TrainedWeights {
  readonly network: string; // id of the network that they belong to
  readonly policy: { readonly id: string; readonly options?: Json | undefined }; // with which the network is made
  readonly weightFormat?: WeightFormat; // default float32
  readonly weights: string; // base64
}

/** The weights as parameters of a network; `who` begins the error. Errors: `ArenaError` for weights of another network. */
export function trainedParameters(who: string, network: Network, trained: TrainedWeights): Parameters {
  ensure(
    trained.network === network.id,
    `${who}: the weights belong to the network ${trained.network}, not to ${network.id}`,
  );
  return new Parameters(network.parameters, decodeWeights(trained.weights, trained.weightFormat));
}
