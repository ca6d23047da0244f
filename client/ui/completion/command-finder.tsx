import { useMemo } from 'react';
import { useConversationFacts } from '#state/hooks.ts';
import type { Candidate, Finder } from './finder.ts';
import { folded } from './fold.ts';
import { commandsLabel, type SlashCommand, slashCommands } from './slash-commands.ts';

/** `/name` at the beginning of a message is a command: those that can be given here, with what each does. */
export const commandFinder: Finder = {
  label: commandsLabel,
  useCandidates(query, conversationId) {
    const may = useConversationFacts(conversationId)?.may;
    return useMemo(() => {
      const wanted = folded(query);
      const all: readonly SlashCommand[] = slashCommands;
      return all
        .filter(({ name, needs }) => name.startsWith(wanted) && (!needs || may?.includes(needs)))
        .map(candidateOf);
    }, [query, may]);
  },
};

function candidateOf({ name, args, says }: SlashCommand): Candidate {
  return {
    key: name,
    insert: `/${name}`,
    name: `/${name}`,
    detail: args,
    line: says,
  };
}
