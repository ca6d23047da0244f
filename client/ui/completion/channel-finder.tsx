import { useMemo } from 'react';
import { channelWord } from '#contract/channel-word.ts';
import type { MyConversation } from '#contract/conversations.ts';
import { useConversations } from '#state/later-hooks.ts';
import { Hash, Lock } from '#ui/parts/icons.ts';
import { completionWords } from './completion-words.ts';
import type { Candidate, Finder } from './finder.ts';
import { bestFit, folded } from './fold.ts';
import { useFoundChannels } from './use-found-channels.ts';

/** So many are offered. */
const most = 8;

/** `#name` becomes a channel: those that one is in before others. A private one is named only among its members. */
export const channelFinder: Finder = {
  label: completionWords.channels,
  useCandidates(query, conversationId) {
    const known = useConversations();
    const found = useFoundChannels(query);
    return useMemo(() => {
      const wanted = folded(query);
      const all = new Map([...found, ...known].map((channel) => [channel.id, channel]));
      return [...all.values()]
        .filter(({ kind, id }) => kind === 'public' || (kind === 'private' && id === conversationId))
        .map((channel) => ({ channel, word: channelWord(channel.name ?? '') }))
        .map(({ channel, word }) => ({
          ...{ channel, word },
          fit: word && bestFit([channel.name ?? '', word.slice(1)], wanted),
        }))
        .filter(({ fit }) => fit !== null)
        .sort((one, other) => rankOf(one) - rankOf(other) || nameOf(one).localeCompare(nameOf(other)))
        .slice(0, most)
        .map(({ channel, word }) => candidateOf(channel, word ?? ''));
    }, [query, known, found, conversationId]);
  },
};

interface Fitting {
  channel: MyConversation;
  fit: number | string | null;
}

const nameOf = ({ channel }: Fitting) => channel.name ?? '';
const rankOf = ({ channel, fit }: Fitting) => (channel.joined ? 0 : 10) + Number(fit);

function candidateOf({ id, name, kind, topic }: MyConversation, word: string): Candidate {
  const Icon = kind === 'private' ? Lock : Hash;
  return {
    key: id,
    insert: word,
    picture: <Icon size={16} aria-hidden />,
    name: name ?? '',
    ...(topic && { detail: <bdi>{topic}</bdi> }),
  };
}
