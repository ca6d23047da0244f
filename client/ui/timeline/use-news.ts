import { useEffect, useRef } from 'react';
import type { MyConversation } from '#contract/conversations.ts';
import { useChat, useMe } from '#state/hooks.ts';
import type { Timeline } from '#state/nouns/timeline.ts';
import { fileNames } from '#ui/formatting/file-names.ts';
import { plainText, whenReadable } from '#ui/formatting/parsed.ts';
import { useAnnounce } from '#ui/parts/announcer.tsx';
import { isolated } from '#ui/parts/isolated.ts';
import { words } from '#ui/words.ts';

/** Says each message that arrives here, once; history that is merely loaded is not news. */
export function useNews(conversation: MyConversation, timeline: Timeline): void {
  const announce = useAnnounce();
  const me = useMe();
  const users = useChat((state) => state.users);
  const said = useRef(conversation.lastSeq);

  useEffect(() => {
    const { messages } = timeline;
    const news = (messages.at(-1)?.seq ?? 0) - said.current;
    // One number each, without gaps: what is new stands at the end.
    const arrived = news > 0 ? messages.slice(-news) : [];
    said.current = arrived.at(-1)?.seq ?? said.current;
    const others = arrived.filter(({ authorId, deletedAt }) => authorId !== me.id && !deletedAt);
    const bodies = others.map(({ body }) => body);
    whenReadable(bodies, () => {
      for (const { authorId, body, files } of others)
        announce(
          words.timeline.announce(
            isolated(users[authorId]?.name ?? words.someone),
            isolated(plainText(body) || fileNames(files)),
          ),
        );
    });
  }, [timeline, me.id, users, announce]);
}
