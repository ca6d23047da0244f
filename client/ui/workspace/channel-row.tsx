import { Archive, ArchiveRestore, Ellipsis, Trash2, UserRoundCog, UsersRound } from 'lucide-react';
import { useState } from 'react';
import type { ManagedChannel } from '#contract/managed-channels.ts';
import { useActions } from '#state/hooks.ts';
import { useClock } from '#ui/parts/clock.tsx';
import { shortTime } from '#ui/parts/dates.ts';
import { FormError } from '#ui/parts/field.tsx';
import { IconButton } from '#ui/parts/icon-button.tsx';
import { Hash, Lock, Pencil } from '#ui/parts/icons.ts';
import { isolated } from '#ui/parts/isolated.ts';
import { Menu, MenuItem, MenuSeparator } from '#ui/parts/menu.tsx';
import { Sentence } from '#ui/parts/sentence.tsx';
import { showToast } from '#ui/parts/toast.ts';
import { useMenu } from '#ui/parts/use-menu.ts';
import { useSubmit } from '#ui/parts/use-submit.ts';
import { ChannelDialog, type ChannelQuestion } from './channel-dialog.tsx';
import { channelWords } from './channel-words.ts';
import { officeWords } from './office-words.ts';

interface ChannelRowProps {
  channel: ManagedChannel;
  onChanged: () => void;
  onDeleted: () => void;
}

/** A channel: what there is to know of it, and a menu of what can be done. */
export function ChannelRow({ channel, onChanged, onDeleted }: ChannelRowProps) {
  const { call } = useActions();
  const { button, placement } = useMenu();
  const { message, submit } = useSubmit([]);
  const [question, setQuestion] = useState<ChannelQuestion | null>(null);
  const { id: conversationId, kind, archivedAt, isDefault } = channel;
  const Icon = kind === 'private' ? Lock : Hash;
  const change = async (patch: { archived: boolean } | { isDefault: boolean }, said: string) => {
    const isDone = await submit((signal) => call('channel:update', { conversationId, ...patch }, { signal }));
    if (!isDone) return;
    showToast({ text: said, action: null });
    onChanged();
  };
  const { done } = channelWords;
  return (
    <li className="border-b border-border py-2 last:border-b-0">
      <div className="flex items-center gap-2.5">
        <Icon size={16} aria-hidden className="shrink-0 text-muted" />
        <div className="min-w-0 flex-1">
          <p className="truncate font-semibold">
            <bdi>{channel.name}</bdi>
          </p>
          <Facts channel={channel} />
        </div>
        <span className="relative">
          <IconButton {...button} label={officeWords.actions(isolated(channel.name))}>
            <Ellipsis size={16} aria-hidden />
          </IconButton>
          {placement && (
            <Menu {...placement} align="end">
              <MenuItem icon={<Pencil size={16} aria-hidden />} onSelect={() => setQuestion('rename')}>
                {channelWords.rename}
              </MenuItem>
              {channel.isOwnerless && (
                <MenuItem
                  icon={<UserRoundCog size={16} aria-hidden />}
                  onSelect={() => setQuestion('take-over')}
                >
                  {channelWords.takeOver}
                </MenuItem>
              )}
              {kind === 'public' && !archivedAt && (
                <MenuItem
                  icon={<UsersRound size={16} aria-hidden />}
                  onSelect={() =>
                    void change({ isDefault: !isDefault }, isDefault ? done.ordinary : done.default)
                  }
                >
                  {isDefault ? channelWords.makeOrdinary : channelWords.makeDefault}
                </MenuItem>
              )}
              {!isDefault && (
                <>
                  <MenuItem
                    icon={
                      archivedAt ? (
                        <ArchiveRestore size={16} aria-hidden />
                      ) : (
                        <Archive size={16} aria-hidden />
                      )
                    }
                    onSelect={() =>
                      void change({ archived: !archivedAt }, archivedAt ? done.restored : done.archived)
                    }
                  >
                    {archivedAt ? channelWords.restore : channelWords.archive}
                  </MenuItem>
                  <MenuSeparator />
                  <MenuItem
                    icon={<Trash2 size={16} aria-hidden />}
                    danger
                    onSelect={() => setQuestion('delete')}
                  >
                    {channelWords.delete}
                  </MenuItem>
                </>
              )}
            </Menu>
          )}
        </span>
      </div>
      <FormError message={message} />
      {question && (
        <ChannelDialog
          question={question}
          channel={channel}
          onDone={question === 'delete' ? onDeleted : onChanged}
          onClose={() => setQuestion(null)}
        />
      )}
    </li>
  );
}

/** How large a channel is, who looks after it, and what is special about it. */
function Facts({ channel }: { channel: ManagedChannel }) {
  const { now, timeZone } = useClock();
  const { memberCount, messageCount, lastMessageAt, isOwnerless, managerName } = channel;
  const marks = [
    ...(channel.kind === 'private' ? [channelWords.private] : []),
    ...(channel.archivedAt ? [channelWords.archived] : []),
    ...(channel.isDefault ? [channelWords.isDefault] : []),
    officeWords.counted(memberCount, ...channelWords.members),
    officeWords.counted(messageCount, ...channelWords.messages),
    ...(lastMessageAt ? [channelWords.lastAt(shortTime(lastMessageAt, now, timeZone))] : []),
  ];
  return (
    <>
      <p className="text-small text-muted">{marks.join(' · ')}</p>
      <p className={`text-small ${isOwnerless ? 'font-semibold' : 'text-muted'}`}>
        {isOwnerless ? (
          channelWords.ownerless
        ) : (
          <Sentence names={[managerName ?? '']} text={([name]) => channelWords.managedBy(name)} />
        )}
      </p>
    </>
  );
}
