import { runClients } from '#bench/http/clients.ts';
import { answerCalls } from '#bench/load-process.ts';

/** HTTP clients in a process of their own. */
const commands = { run: runClients };
export type HttpCommands = typeof commands;

answerCalls(commands);
