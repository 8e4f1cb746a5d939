/** How option values are read from the command line: lists, counts, and examples under every command's help. */
import { type Command, InvalidArgumentError } from 'commander';

/** Collects an option that may be given several times. */
export function collect(value: string, previous: readonly string[] = []): string[] {
  return [...previous, value];
}

/** Collects ids separated by commas, over several occurrences. */
export function collectList(value: string, previous: readonly string[] = []): string[] {
  const ids = value.split(',').map((id) => id.trim());
  if (ids.some((id) => id === '')) throw new InvalidArgumentError('ids separated by commas are expected.');
  return [...previous, ...ids];
}

/** A reader of integers from `minimum` on. */
export function integerFrom(minimum: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (!/^\d+$/.test(value) || !Number.isSafeInteger(number) || number < minimum) {
      throw new InvalidArgumentError(`an integer ≥ ${minimum} is expected.`);
    }
    return number;
  };
}

/** One of several words. */
export function oneOf<T extends string>(...words: readonly T[]): (value: string) => T {
  return (value) => {
    if ((words as readonly string[]).includes(value)) return value as T;
    throw new InvalidArgumentError(`one of ${words.join(', ')} is expected.`);
  };
}

/** Adds examples to a command's help; each is a command line without the program's name. */
export function withExamples(command: Command, ...examples: readonly string[]): Command {
  const lines = examples.map((example) => `  $ sched-arena ${example}`);
  return command.addHelpText('after', `\nExamples:\n${lines.join('\n')}`);
}
