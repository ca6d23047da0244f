import { memo } from 'react';
import type { Message } from '#contract/messages.ts';
import { useActions, useMay, useMe } from '#state/hooks.ts';
import { openReactionPicker } from '#ui/messages/react.ts';
import { useNames } from '#ui/messages/use-names.ts';
import { useOpenDialog } from '#ui/navigation/open-dialog.ts';
import { SmilePlus } from '#ui/parts/icons.ts';
import { isolated } from '#ui/parts/isolated.ts';
import { words } from '#ui/words.ts';

interface ReactionsProps {
  message: Message;
  /** Its row is the one that the Tab key reaches: so do they. */
  current: boolean;
}

/** What people answered to a message with one sign each. Pressing a sign gives one's own, or takes it back. */
export const Reactions = memo(function Reactions({ message, current }: ReactionsProps) {
  const me = useMe();
  const actions = useActions();
  const openDialog = useOpenDialog();
  const mayReact = useMay(message.conversationId, 'react');

  const press = (emoji: string, given: boolean) => actions.change(message, { kind: 'react', emoji, given });

  return (
    <div className="flex flex-wrap items-center gap-1 pt-1 pb-0.5 pointer-coarse:gap-y-0">
      {message.reactions.map(({ emoji, userIds }) => (
        <ReactionButton
          key={emoji}
          emoji={emoji}
          userIds={userIds}
          isMine={userIds.includes(me.id)}
          current={current}
          onPress={press}
        />
      ))}
      {mayReact && (
        <button
          type="button"
          aria-label={words.emoji.addReaction}
          aria-haspopup="dialog"
          data-hint={words.emoji.addReaction}
          tabIndex={current ? 0 : -1}
          onClick={() => openReactionPicker(message, { actions, openDialog })}
          className="inline-flex h-6 items-center rounded-full px-1.5 text-muted opacity-0 group-hover:opacity-100 group-focus-within:opacity-100 hover:bg-strong hover:text-text pointer-coarse:-my-1 pointer-coarse:h-11 pointer-coarse:min-w-11 pointer-coarse:justify-center pointer-coarse:opacity-100"
        >
          <SmilePlus size={15} aria-hidden />
        </button>
      )}
    </div>
  );
});

interface ReactionButtonProps {
  emoji: string;
  userIds: Message['reactions'][number]['userIds'];
  isMine: boolean;
  current: boolean;
  onPress: (emoji: string, given: boolean) => void;
}

function ReactionButton({ emoji, userIds, isMine, current, onPress }: ReactionButtonProps) {
  const names = useNames(userIds);
  const label = words.timeline.reaction(emoji, names.map(isolated), userIds.length - names.length);
  return (
    <button
      type="button"
      aria-label={label}
      data-hint={label}
      data-reaction={emoji}
      aria-pressed={isMine}
      tabIndex={current ? 0 : -1}
      onClick={(event) => {
        // The last one takes the button with it: the focus goes to the message.
        if (isMine && userIds.length === 1)
          event.currentTarget.closest<HTMLElement>('[data-entry]')?.focus({ preventScroll: true });
        onPress(emoji, !isMine);
      }}
      className="group/sign inline-flex items-center rounded-full pointer-coarse:-my-1 pointer-coarse:h-11 pointer-coarse:min-w-11"
    >
      <span
        className={`inline-flex h-6 items-center gap-1.5 rounded-full border px-2 text-tiny tabular-nums group-hover/sign:bg-strong pointer-coarse:h-8 ${isMine ? 'border-accent bg-raised font-semibold text-link' : 'border-border bg-raised text-muted'}`}
      >
        <span className="text-[0.9375rem] leading-none">{emoji}</span>
        {words.few(userIds.length)}
      </span>
    </button>
  );
}
