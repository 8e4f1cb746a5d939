/**
 * Replays generator streams bit for bit: seed sequences with their children and PCG64 doubles, and the small 32-bit
 * generators, which the case's name tells.
 */
import * as z from 'zod';
import {
  Mulberry32,
  Pcg64,
  SeedSequence,
  Sfc32,
  Splitmix32,
  type UniformGenerator,
  Xoshiro128StarStar,
} from '../../generators/index.js';
import { caseOf, uint32, vector } from './fields.js';
import { defineKind, hasInputs } from './kind.js';

/** Seed sequences and PCG64. */
export const seedSequenceKind = defineKind({
  label: 'seed sequence (entropy)',
  accepts: hasInputs('entropy'),
  schema: caseOf(
    z.strictObject({ entropy: z.string().regex(/^\d+$/, 'a decimal string is expected') }),
    z.strictObject({
      state8: z.array(uint32).min(1),
      children_state4: z.array(z.array(uint32).min(1)),
      pcg64_random5: vector,
    }),
  ),
  replay: ({ in: given, out }, comparison) => {
    const sequence = new SeedSequence(BigInt(given.entropy));
    comparison.numbers('out.state8', sequence.generate(out.state8.length), out.state8, 0);
    out.children_state4.forEach((words, child) => {
      comparison.numbers(`out.children_state4[${child}]`, sequence.child(child).generate(words.length), words, 0);
    });
    const pcg64 = new Pcg64(sequence);
    const doubles = out.pcg64_random5.map(() => pcg64.next());
    comparison.numbers('out.pcg64_random5', doubles, out.pcg64_random5, 0);
  },
});

const seedInput = z.strictObject({ seed: uint32 });
const stateInput = z.strictObject({ state: z.tuple([uint32, uint32, uint32, uint32]) });
const stream = z
  .strictObject({ uniform8: vector.optional(), uint32: z.array(uint32).min(1).optional() })
  .refine((out) => (out.uniform8 === undefined) !== (out.uint32 === undefined), 'uniform8 or uint32 is expected');

/** A kind for one 32-bit generator, recognised by the beginning of the case's name. */
function streamKind<Input>(name: string, input: z.ZodType<Input>, create: (given: Input) => UniformGenerator) {
  return defineKind({
    label: `stream of ${name} (the case's name)`,
    accepts: (golden) => golden.name.startsWith(name),
    schema: caseOf(input, stream),
    replay: (golden, comparison) => {
      const generator = create(golden.in);
      const { uniform8, uint32: words } = golden.out;
      if (uniform8) {
        comparison.numbers(
          'out.uniform8',
          uniform8.map(() => generator.next()),
          uniform8,
          0,
        );
      }
      if (words) {
        comparison.numbers(
          'out.uint32',
          words.map(() => generator.uint32()),
          words,
          0,
        );
      }
    },
  });
}

/** The small 32-bit generators. */
export const streamKinds = [
  streamKind('mulberry32', seedInput, ({ seed }) => new Mulberry32(seed)),
  streamKind('splitmix32', seedInput, ({ seed }) => new Splitmix32(seed)),
  streamKind('sfc32', stateInput, ({ state }) => new Sfc32(state)),
  streamKind('xoshiro128starstar', stateInput, ({ state }) => new Xoshiro128StarStar(state)),
];
