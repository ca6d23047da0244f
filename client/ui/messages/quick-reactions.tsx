import { useState } from 'react';
import { mostUsed } from '#ui/emoji/emoji-uses.ts';
import { inTone, type Tonable } from '#ui/emoji/skin-tones.ts';
import { emojiUsesOf, noteEmojiUse } from '#ui/emoji/use-emoji-uses.ts';
import { isSent } from './entry.ts';
import type { MessageContext, SentContext } from './message-context.ts';
import { reactionWords } from './reaction-words.ts';

/** So many are at hand. */
const atHand = 3;

/** The message, where the user may react to it; else null. */
export function asReacting({ entry, ...surroundings }: MessageContext): SentContext | null {
  const isOffered = isSent(entry) && !entry.deletedAt && surroundings.conversation.may.includes('react');
  return isOffered ? { ...surroundings, message: entry } : null;
}

interface QuickReactionsProps {
  context: SentContext;
  /** In the sheet for the finger, or in the bar over a message. */
  isSheet?: boolean;
  onPress?: () => void;
}

/** One's most used reactions. They stay what they were while one looks at them. */
export function QuickReactions({ context, isSheet = false, onPress }: QuickReactionsProps) {
  const { message, myId, actions } = context;
  const [{ emoji, tone }] = useState(() => {
    const uses = emojiUsesOf(myId);
    return { emoji: mostUsed(uses, atHand), tone: uses.tone };
  });

  const press = (pressed: Tonable, text: string, given: boolean) => {
    onPress?.();
    actions.change(message, { kind: 'react', emoji: text, given });
    if (given) noteEmojiUse(myId, pressed);
  };

  return emoji.map((one) => {
    const text = inTone(one, tone);
    const isMine = message.reactions.some(
      (reaction) => reaction.emoji === text && reaction.userIds.includes(myId),
    );
    return (
      <button
        key={one.text}
        type="button"
        tabIndex={isSheet ? 0 : -1}
        aria-label={reactionWords.react(text)}
        aria-pressed={isMine}
        data-hint={isSheet ? undefined : reactionWords.react(text)}
        onClick={() => press(one, text, !isMine)}
        className={`inline-flex shrink-0 items-center justify-center rounded-control leading-none hover:bg-strong aria-pressed:border aria-pressed:border-accent ${isSheet ? 'size-12 text-[1.5rem]' : 'size-7 text-[1rem] pointer-coarse:size-11'}`}
      >
        {text}
      </button>
    );
  });
}
