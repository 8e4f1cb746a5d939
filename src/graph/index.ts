/** Import and export of task graphs and schedules. */
export * from './files.js';
export * from './graphlib.js';
export * from './schedule-file.js';
