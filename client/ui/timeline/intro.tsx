import type { MyConversation } from '#contract/conversations.ts';
import { useChat, useMe } from '#state/hooks.ts';
import { useOpenDialog } from '#ui/navigation/open-dialog.ts';
import { Avatar } from '#ui/parts/avatar.tsx';
import { Button } from '#ui/parts/button.tsx';
import { othersIn } from '#ui/parts/conversation-name.ts';
import { Hash, Lock, UserPlus } from '#ui/parts/icons.ts';
import { Sentence } from '#ui/parts/sentence.tsx';
import { useConversationName } from '#ui/parts/use-name.ts';
import { words } from '#ui/words.ts';
import { introWords } from './intro-words.ts';

/** What stands before the first message. */
export function Intro({ conversation }: { conversation: MyConversation }) {
  const name = useConversationName(conversation);
  const openDialog = useOpenDialog();
  const { title, lead } = textsOf(conversation);
  const isChannel = conversation.kind !== 'direct';
  return (
    <div className="px-2 pt-10 pb-4">
      <Sign conversation={conversation} />
      <h2 className="own-box mt-4 text-title font-semibold wrap-anywhere">
        <Sentence text={([shown = '']) => title(shown)} names={[name]} />
      </h2>
      <p className="mt-1 text-muted">{lead}</p>
      {isChannel && conversation.topic && (
        <p className="own-box mt-1 wrap-anywhere">
          <bdi>{conversation.topic}</bdi>
        </p>
      )}
      {conversation.may.includes('addMember') && (
        <Button
          place="mt-4"
          onClick={() => openDialog({ name: 'add-members', conversationId: conversation.id })}
        >
          <UserPlus size={16} aria-hidden />
          {introWords.add}
        </Button>
      )}
    </div>
  );
}

function textsOf({ kind, name, memberIds, archivedAt }: MyConversation) {
  if (archivedAt) return { title: introWords.channel, lead: words.conversation.archived };
  if (kind === 'public') return { title: introWords.channel, lead: introWords.public };
  if (kind === 'private') return { title: introWords.channel, lead: introWords.private };
  if (memberIds?.length === 1) return { title: () => introWords.self, lead: introWords.selfLead };
  if (name !== null) return { title: introWords.group, lead: introWords.directLead };
  return { title: introWords.direct, lead: introWords.directLead };
}

function Sign({ conversation }: { conversation: MyConversation }) {
  const me = useMe();
  const users = useChat((state) => state.users);
  if (conversation.kind === 'direct') {
    const others = othersIn(conversation, me.id);
    const ids = others.length > 0 ? others : [me.id];
    return (
      <div className="flex gap-1.5">
        {ids.slice(0, 5).map((id) => (
          <Avatar key={id} id={id} name={users[id]?.name ?? null} picture={users[id]?.pictureId} />
        ))}
      </div>
    );
  }
  const Icon = conversation.kind === 'public' ? Hash : Lock;
  return (
    <div className="inline-flex size-11 items-center justify-center rounded-card bg-strong text-muted">
      <Icon size={22} strokeWidth={1.75} aria-hidden />
    </div>
  );
}
