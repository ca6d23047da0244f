import { useChat } from '#state/hooks.ts';
import { pathTo } from '#ui/navigation/address.ts';
import { isPlainPress, useNavigation } from '#ui/navigation/navigation.tsx';
import { calledName, nameOf } from '#ui/parts/conversation-name.ts';

/** What a conversation is called; null for one that is not known. */
export function useDestination(conversationId: string): string | null {
  return useChat(({ conversations, users, me }) => {
    const conversation = conversations[conversationId];
    return conversation ? calledName(conversation, nameOf(conversation, users, me.id)) : null;
  });
}

interface DestinationProps {
  id: string;
  name: string | null;
  /** What stands there for a conversation that is not known. */
  unknown: string;
  onGo: () => void;
}

/** Where something is to be sent, which leads there. */
export function Destination({ id, name, unknown, onGo }: DestinationProps) {
  const { go } = useNavigation();
  if (name === null) return <span className="truncate text-muted">{unknown}</span>;
  const address = { conversationId: id, message: null };
  return (
    <a
      href={pathTo(address)}
      onClick={(event) => {
        if (!isPlainPress(event)) return;
        event.preventDefault();
        onGo();
        go(address);
      }}
      className="-my-0.5 truncate rounded-control py-0.5 font-semibold pointer-coarse:-my-[11px] pointer-coarse:min-w-11 pointer-coarse:py-[11px] underline-offset-2 hover:underline"
    >
      <bdi>{name}</bdi>
    </a>
  );
}
