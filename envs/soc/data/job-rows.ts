/** Short notation of the job data: task names separated by spaces, and edges as `from>to volume` separated by semicolons. */

export type EdgeRow = [from: number, to: number, volume: number];

export function edgeRows(text: string): EdgeRow[] {
  return text.split(';').map((row): EdgeRow => {
    const [from, to, volume] = row.trim().split(/[> ]/).map(Number);
    return [from!, to!, volume!];
  });
}

export function names(text: string): string[] {
  return text.trim().split(/\s+/);
}
