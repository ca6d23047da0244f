import { useState } from 'react';
import type { MyConversation } from '#contract/conversations.ts';
import type { Member } from '#contract/members.ts';
import { useActions, useConnection } from '#state/hooks.ts';
import { dialogWords } from '#ui/dialog-words.ts';
import { useOpenDialog } from '#ui/navigation/open-dialog.ts';
import { Button } from '#ui/parts/button.tsx';
import { Field } from '#ui/parts/field.tsx';
import { UserPlus } from '#ui/parts/icons.ts';
import { OfflineNote } from '#ui/parts/offline-note.tsx';
import { usePages } from '#ui/parts/use-pages.ts';
import { detailsWords } from './details-words.ts';
import { MemberRow } from './member-row.tsx';

/** From this many members on, one can look for one of them. */
const findFrom = 10;

/** Who is in a conversation, page by page; adding others and taking them out, for those who may. */
export function MemberList({ conversation }: { conversation: MyConversation }) {
  const { id: conversationId, may, memberCount, updatedAt } = conversation;
  const { call } = useActions();
  const isLive = useConnection() === 'live';
  const openDialog = useOpenDialog();
  const [query, setQuery] = useState('');
  const q = query.trim();
  const members = usePages<Member>({
    ask: (cursor) =>
      call('member:list', { conversationId, ...(q ? { q } : {}), ...(cursor ? { cursor } : {}) }),
    idOf: (member) => member.userId,
    query: q,
    version: `${memberCount} ${updatedAt} ${isLive}`,
  });

  return (
    <div className="flex flex-col gap-3">
      {may.includes('addMember') && (
        <div>
          <Button onClick={() => openDialog({ name: 'add-members', conversationId })}>
            <UserPlus size={16} aria-hidden />
            {dialogWords.users.addTitle}
          </Button>
        </div>
      )}
      {members.items.length === 0 && <OfflineNote text={detailsWords.membersOffline} />}
      {memberCount > findFrom && (
        <Field
          label={detailsWords.find}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          autoComplete="off"
          dir="auto"
        />
      )}
      <ul className="-mx-2 flex min-h-11 flex-col">
        {members.items.map((member) => (
          <MemberRow key={member.userId} member={member} conversation={conversation} />
        ))}
      </ul>
      {members.more && <Button onClick={members.more}>{dialogWords.users.more}</Button>}
    </div>
  );
}
