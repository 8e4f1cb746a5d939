/**
 * Conversations in ShareGPT's form: a list of {id, conversations: [{from, value}, …]}, where `from` is human or user,
 * gpt or assistant, or system. Only lengths are used. A message may give its length itself (`tokens`); otherwise it
 * is estimated as characters / charactersPerToken, rounded up (about 4 for English text and GPT or Llama tokenizers;
 * ±20 % on ordinary text, worse on code and other languages; never use it to compare tokenizers).
 */
import { ArenaError } from '../../../../src/error.js';
import { readText } from './line-reader.js';

/** Conversations by turns. */
export interface Conversations {
  readonly session: Int32Array; // [turn] ascending
  readonly newTokens: Int32Array; // [turn] tokens said since the last answer, ≥ 1
  readonly outputTokens: Int32Array; // [turn] ≥ 1
}

export interface ShareGptOptions {
  readonly charactersPerToken: number;
  /** Only the first exchange of a conversation, as serving benchmarks do, or all of them. */
  readonly turns: 'first' | 'all';
  readonly limit: number | null; // turns
}

interface Message {
  readonly from?: unknown;
  readonly value?: unknown;
  readonly tokens?: unknown;
}

const ANSWER = new Set(['gpt', 'assistant', 'chatgpt', 'bing', 'bard']);
const ASK = new Set(['human', 'user', 'system']);

/**
 * Reads conversations; those without an answer are passed over.
 * @throws ArenaError, one line that names the file and the conversation.
 */
export function loadShareGpt(path: string, options: ShareGptOptions): Conversations {
  const fail = (where: string, complaint: string): never => {
    throw new ArenaError(`envs/serving: ${path}: ${where}${complaint}`);
  };
  let list: unknown;
  try {
    list = JSON.parse(readText(path));
  } catch (error) {
    if (error instanceof ArenaError) throw error;
    fail('', 'the file is no JSON (a truncated file?)');
  }
  if (!Array.isArray(list)) return fail('', 'a list of conversations is expected');
  const session: number[] = [];
  const newTokens: number[] = [];
  const outputTokens: number[] = [];
  let sessions = 0;
  for (let c = 0; c < list.length; c++) {
    const messages = (list[c] as { conversations?: unknown } | null)?.conversations;
    if (!Array.isArray(messages)) fail(`[${c}]: `, '`conversations` is no list');
    let asked = 0;
    let turns = 0;
    for (const [m, message] of (messages as Message[]).entries()) {
      const { from } = message ?? {};
      const where = `[${c}].conversations[${m}]: `;
      if (typeof from !== 'string' || !(ANSWER.has(from) || ASK.has(from))) {
        fail(where, `from is ${JSON.stringify(from)} (human, user, system, gpt or assistant is expected)`);
      }
      const tokens =
        tokensOf(message, options.charactersPerToken) ?? fail(where, 'neither text in `value` nor `tokens` ≥ 0');
      if (ASK.has(from as string)) {
        asked += tokens;
        continue;
      }
      if (asked === 0 || tokens === 0) continue; // an answer to nothing, or no answer
      session.push(sessions);
      newTokens.push(asked);
      outputTokens.push(tokens);
      asked = 0;
      turns++;
      if (options.turns === 'first' || session.length === options.limit) break;
    }
    if (turns > 0) sessions++;
    if (session.length === options.limit) break;
  }
  if (session.length === 0) fail('', 'no question with an answer');
  return {
    session: Int32Array.from(session),
    newTokens: Int32Array.from(newTokens),
    outputTokens: Int32Array.from(outputTokens),
  };
}

function tokensOf({ value, tokens }: Message, charactersPerToken: number): number | undefined {
  if (tokens !== undefined) return Number.isInteger(tokens) && (tokens as number) >= 0 ? (tokens as number) : undefined;
  return typeof value === 'string' ? Math.ceil(value.length / charactersPerToken) : undefined;
}
