import { useState } from 'react';
import { EmojiPicker } from '#ui/emoji/emoji-picker.tsx';
import { Button } from '#ui/parts/button.tsx';
import { Smile } from '#ui/parts/icons.ts';
import { profileWords } from './profile-words.ts';

const said = profileWords.status;

interface EmojiChoiceProps {
  /** Empty: none. */
  emoji: string;
  onChange: (emoji: string) => void;
}

/** The emoji that stands beside one's name, with the picker below its button while one chooses. */
export function EmojiChoice({ emoji, onChange }: EmojiChoiceProps) {
  const [isOpen, setOpen] = useState(false);
  const [isTouch] = useState(() => window.matchMedia('(pointer: coarse), (width < 40rem)').matches);
  const choose = (text: string) => {
    onChange(text);
    setOpen(false);
  };
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap gap-2">
        <Button aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {emoji === '' ? <Smile size={16} aria-hidden /> : <span aria-hidden>{emoji}</span>}
          {emoji === '' ? said.emoji : said.otherEmoji}
        </Button>
        {emoji !== '' && (
          <Button look="quiet" onClick={() => choose('')}>
            {said.noEmoji}
          </Button>
        )}
      </div>
      {isOpen && (
        <div className="flex flex-col rounded-card border border-border">
          <EmojiPicker isTouch={isTouch} onPick={choose} onClose={() => setOpen(false)} />
        </div>
      )}
    </div>
  );
}
