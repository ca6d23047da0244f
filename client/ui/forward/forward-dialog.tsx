import { type FormEvent, useId, useState } from 'react';
import type { MyConversation } from '#contract/conversations.ts';
import type { Message } from '#contract/messages.ts';
import { useActions, useChat, useConnection, useConversation, useMe, useUser } from '#state/hooks.ts';
import { laidOver, messageAt } from '#state/nouns/changes.ts';
import { fileNames } from '#ui/formatting/file-names.ts';
import { mentionTokens } from '#ui/formatting/mention-tokens.tsx';
import { MessageText } from '#ui/formatting/message-text.tsx';
import { pathTo } from '#ui/navigation/address.ts';
import { addressOfMessage } from '#ui/navigation/message-address.ts';
import { useNavigation } from '#ui/navigation/navigation.tsx';
import { noteUse } from '#ui/navigation/uses.ts';
import { Button } from '#ui/parts/button.tsx';
import { calledName } from '#ui/parts/conversation-name.ts';
import { Dialog, DialogActions, DialogBody } from '#ui/parts/dialog.tsx';
import { FormError } from '#ui/parts/field.tsx';
import { inputLook } from '#ui/parts/field-look.ts';
import { showToast } from '#ui/parts/toast.ts';
import { useConversationName } from '#ui/parts/use-name.ts';
import { useSubmit } from '#ui/parts/use-submit.ts';
import { UserName } from '#ui/parts/user-name.tsx';
import { words } from '#ui/words.ts';
import { forwardText, longestComment } from './forward-text.ts';
import { forwardWords } from './forward-words.ts';
import { Question, useReaders } from './question.tsx';
import { TargetLine, TargetList } from './target-list.tsx';
import type { Target } from './targets.ts';

interface ForwardDialogProps {
  /** Where the message stands. */
  conversation: MyConversation;
  seq: number;
  onClose: () => void;
}

/** Passes a message on: chooses where to, adds a comment, and shows what goes. */
export function ForwardDialog({ conversation, seq, onClose }: ForwardDialogProps) {
  const message = useChat(({ timelines, changes, me }) => {
    const found = messageAt({ timelines }, { conversationId: conversation.id, seq });
    return found && laidOver([found], changes[conversation.id] ?? [], me.id)[0];
  });
  const [target, setTarget] = useState<Target | null>(null);
  return (
    <Dialog title={forwardWords.title} wide onClose={onClose}>
      {target && message ? (
        <ForwardForm
          key={target.key}
          {...{ conversation, message, target, onClose }}
          onOther={() => setTarget(null)}
        />
      ) : (
        <TargetList onChoose={setTarget} />
      )}
    </Dialog>
  );
}

interface ForwardFormProps {
  conversation: MyConversation;
  message: Message;
  target: Target;
  onOther: () => void;
  onClose: () => void;
}

function ForwardForm({ conversation, message, target, onOther, onClose }: ForwardFormProps) {
  const id = useId();
  const [comment, setComment] = useState('');
  const [isAsking, setAsking] = useState(false);
  const { forward, busy, error } = useForward({ conversation, message, target, onClose });
  const readers = useReaders(conversation, target);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (readers && !isAsking) setAsking(true);
    else forward(comment);
  };
  return (
    <form noValidate onSubmit={submit} className="flex min-h-0 flex-col short:shrink-0">
      <DialogBody>
        <FormError message={error} />
        <div className="flex items-center gap-2.5">
          <TargetLine target={target} />
          <Button look="quiet" onClick={onOther}>
            {forwardWords.change}
          </Button>
        </div>
        <div className="flex flex-col gap-1.5">
          <label htmlFor={id} className="text-small font-semibold">
            {forwardWords.comment}
          </label>
          <textarea
            id={id}
            // biome-ignore lint/a11y/noAutofocus: it is what the choice before it leads to
            autoFocus
            rows={3}
            dir="auto"
            maxLength={longestComment}
            aria-describedby={`${id}-hint`}
            value={comment}
            onChange={(event) => setComment(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey))
                event.currentTarget.form?.requestSubmit();
            }}
            className={`${inputLook} h-auto min-h-20 resize-none border-border-strong py-2`}
          />
          <p id={`${id}-hint`} className="text-small text-muted">
            {forwardWords.commentHint}
          </p>
        </div>
        <Preview message={message} />
        {isAsking && readers && <Question source={conversation} readers={readers} />}
      </DialogBody>
      <DialogActions>
        <Button onClick={isAsking ? () => setAsking(false) : onClose}>
          {isAsking ? forwardWords.no : words.cancel}
        </Button>
        <Button type="submit" look="primary" busy={busy}>
          {isAsking ? forwardWords.yes : forwardWords.forward}
        </Button>
      </DialogActions>
    </form>
  );
}

function Preview({ message }: { message: Message }) {
  const author = useUser(message.authorId);
  return (
    <section aria-label={forwardWords.what} className="rounded-control border border-border bg-sunken p-3">
      <p className="text-small font-semibold">
        <UserName user={author} />
      </p>
      {/* Shown, and nothing in it is to be pressed. */}
      <div inert className="max-h-40 overflow-y-auto">
        <MessageText text={message.body} meanings={mentionTokens(message.mentions)} whole />
      </div>
    </section>
  );
}

/** Sends it by the outbox, now or when the connection is back; with a user, in a conversation that is made for it. */
function useForward({ conversation, message, target, onClose }: Omit<ForwardFormProps, 'onOther'>) {
  const { send, createConversation } = useActions();
  const { id: myId } = useMe();
  const { go } = useNavigation();
  const isLive = useConnection() === 'live';
  const author = useUser(message.authorId);
  const name = useConversationName(conversation);
  const home = useConversation(conversation.parentId ?? '') ?? conversation;
  const isDirect = home.kind === 'direct';
  const called = target.conversation ? calledName(target.conversation, target.name) : target.name;
  const forwarded = {
    body: message.body || fileNames(message.files),
    source: forwardWords.source(
      author?.name ?? words.someone,
      isDirect ? forwardWords.direct : calledName(home, name),
    ),
    link: new URL(pathTo(addressOfMessage(conversation, message.seq)), window.location.origin).href,
  };
  const place = async (signal: AbortSignal) => {
    const { conversation: known, user } = target;
    if (known) return known.id;
    return (await createConversation({ kind: 'direct', memberIds: user ? [user.id] : [] }, { signal })).id;
  };
  const { busy, message: error, submit } = useSubmit([]);

  const forward = (comment: string) =>
    void submit(async (signal) => {
      const id = await place(signal);
      if (!send(id, forwardText(comment, forwarded))) throw new Error(forwardWords.full);
      noteUse(myId, `c:${id}`);
      showToast({
        text: isLive ? forwardWords.done(called) : forwardWords.waits(called),
        action: { word: forwardWords.go, run: () => go({ conversationId: id, message: null }) },
      });
      onClose();
    });
  return { forward, busy, error };
}
