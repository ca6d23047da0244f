import type { OperationName, operations } from './operations.ts';

type Reading = {
  [Name in OperationName]: (typeof operations)[Name]['method'] extends 'GET' ? Name : never;
}[OperationName];

// Only the names: this file is in the browser's bundle, the schemas are not.
const names: Record<Reading, true> = {
  'workspace:get': true,
  'user:me': true,
  'sidebar:get': true,
  'user:list': true,
  'user:get': true,
  sync: true,
  'conversation:list': true,
  'conversation:get': true,
  'member:list': true,
  'message:list': true,
  'message:quotes': true,
  'message:edits': true,
  'thread:list': true,
  'message:search': true,
  'mention:list': true,
  'pin:list': true,
  'saved:list': true,
  'saved:among': true,
  'saved:summary': true,
  'conversation:changes': true,
};

/** Whether a call only reads (a GET): asked later or twice, it changes nothing. Every other is a command. */
export function isReading(name: string): boolean {
  return Object.hasOwn(names, name);
}
