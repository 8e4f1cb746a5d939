/** A registered agent with its options, as settings of training name one: a teacher, a guide, who goes on in look-ahead. */
import { z } from 'zod';
import type { Json } from '../space/space.js';

export const agentChoiceSchema = z.strictObject({
  id: z.string().min(1),
  options: z.custom<Json>().optional(),
});

/** A registered agent and its options. */
export type AgentChoice = z.output<typeof agentChoiceSchema>;
