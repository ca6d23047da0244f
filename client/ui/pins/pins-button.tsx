import { CountButton } from '#ui/parts/count-button.tsx';
import { Pin } from '#ui/parts/icons.ts';
import { words } from '#ui/words.ts';

interface PinsButtonProps {
  count: number;
  isOpen: boolean;
  onPress: () => void;
}

/** To the pinned messages; a second press closes them. */
export function PinsButton(props: PinsButtonProps) {
  return <CountButton icon={Pin} label={words.conversation.pins(props.count)} {...props} />;
}
