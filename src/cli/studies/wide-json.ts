/** JSON with an object's members on lines of their own, and arrays of plain values on one line where they fit. */
import type { Json } from '../../space/space.js';

const WIDTH = 120; // characters

/** The text, with a line end. Numbers that JSON cannot carry become null. */
export function wideJson(value: Json): string {
  return `${textOf(value, { indent: '', before: 0 })}\n`;
}

interface Place {
  readonly indent: string;
  readonly before: number; // characters before the value on its line
}

function textOf(value: Json, place: Place): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const inner = `${place.indent}  `;
  if (Array.isArray(value)) return arrayText(value as readonly Json[], inner, place);
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  if (entries.length === 0) return '{}';
  const lines = entries.map(([key, member]) => {
    const head = `${inner}${JSON.stringify(key)}: `;
    return head + textOf(member as Json, { indent: inner, before: head.length });
  });
  return `{\n${lines.join(',\n')}\n${place.indent}}`;
}

function arrayText(values: readonly Json[], inner: string, { indent, before }: Place): string {
  if (values.length === 0) return '[]';
  const plain = values.every((member) => member === null || typeof member !== 'object');
  if (plain) {
    const line = `[${values.map((member) => JSON.stringify(member)).join(', ')}]`;
    if (before + line.length + 1 <= WIDTH) return line;
    if (values.every((member) => typeof member === 'number'))
      return `[\n${filled(values as number[], inner)}\n${indent}]`;
  }
  const lines = values.map((member) => inner + textOf(member, { indent: inner, before: inner.length }));
  return `[\n${lines.join(',\n')}\n${indent}]`;
}

/** Numbers, as many on a line as fit. */
function filled(values: readonly number[], inner: string): string {
  const lines: string[] = [];
  let line = inner;
  values.forEach((value, i) => {
    const word = `${JSON.stringify(value)}${i === values.length - 1 ? '' : ','}`;
    const next = line === inner ? line + word : `${line} ${word}`;
    if (next.length > WIDTH) {
      lines.push(line);
      line = inner + word;
    } else line = next;
  });
  return [...lines, line].join('\n');
}
