/** Fenced code blocks of the project's Markdown pages, so that what they show can be executed. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The folder with package.json. */
export const packageRoot = fileURLToPath(new URL('../../', import.meta.url));

/** Every README of the environments, those of their folders included; paths from the root. */
export function environmentPages(): string[] {
  const foldersOf = (parent: string) =>
    readdirSync(`${packageRoot}${parent}`, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => `${parent}/${entry.name}`);
  return foldersOf('envs')
    .flatMap((environment) => [environment, ...foldersOf(environment)])
    .map((folder) => `${folder}/README.md`)
    .filter((page) => existsSync(`${packageRoot}${page}`));
}

export interface CodeBlock {
  readonly language: string; // word after the opening fence, may be empty
  readonly line: number; // 1-based, of the opening fence
  readonly text: string;
}

/** Blocks of a page, in order. Nested or indented fences are not looked for. */
export function codeBlocks(page: string): CodeBlock[] {
  const blocks: CodeBlock[] = [];
  const lines = readFileSync(`${packageRoot}${page}`, 'utf8').split('\n');
  for (let opening = 0; opening < lines.length; opening++) {
    const fence = /^```(\w*)/.exec(lines[opening]);
    if (!fence) continue;
    const closing = lines.indexOf('```', opening + 1);
    if (closing < 0) throw new Error(`${page}:${opening + 1}: code block is never closed`);
    blocks.push({
      language: fence[1],
      line: opening + 1,
      text: lines.slice(opening + 1, closing).join('\n'),
    });
    opening = closing;
  }
  return blocks;
}
