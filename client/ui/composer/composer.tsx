import { type KeyboardEvent, type RefObject, useEffect, useId, useRef } from 'react';
import { characterCount } from '#contract/characters.ts';
import { pageLimits } from '#contract/page-limits.ts';
import { useActions, useChat, useChatState, useDraft } from '#state/hooks.ts';
import type { ConversationFacts } from '#state/nouns/facts.ts';
import type { SendOptions } from '#state/nouns/state.ts';
import { AttachButton, RecordButton, useAttaching } from '#ui/files/attaching.tsx';
import { useWriting, WritingBox } from '#ui/messages/writing-box.tsx';
import { useOpenDialog } from '#ui/navigation/open-dialog.ts';
import { calledName } from '#ui/parts/conversation-name.ts';
import { replaceText } from '#ui/parts/insert-text.ts';
import { isolated } from '#ui/parts/isolated.ts';
import { useConversationName } from '#ui/parts/use-name.ts';
import { useTakenOver } from '#ui/parts/use-taken-over.ts';
import { isSubmitKey } from '#ui/parts/writing-field.ts';
import { words } from '#ui/words.ts';
import { LaterButton } from './later-button.tsx';
import { MentionedOutsiders } from './mentioned-outsiders.tsx';
import { SendButton } from './send-button.tsx';
import { isCommand, useCommand } from './use-command.ts';
import { useEveryoneQuestion } from './use-everyone-question.ts';

/** From this many characters before the limit on, what is left is shown. */
const nearLimit = 500;

interface ComposerProps {
  conversation: ConversationFacts;
  /** In a thread: a copy goes to the conversation that it hangs on. */
  alsoInParent?: boolean;
  onSent?: () => void;
}

/** Where one writes. It keeps its text, and nothing about the network ever locks it. */
export function Composer({ conversation, alsoInParent = false, onSent }: ComposerProps) {
  const { id } = conversation;
  const { send, typing, editLast } = useActions();
  const chat = useChatState();
  const [text, setText] = useDraft(id);
  const field = useRef<HTMLTextAreaElement>(null);
  const countId = useId();
  const name = useConversationName(conversation);
  const label =
    conversation.kind === 'thread'
      ? words.threads.composer(isolated(name))
      : words.composer.label(calledName(conversation, name));
  const left =
    pageLimits.messageBody -
    (text.length < pageLimits.messageBody - nearLimit ? text.length : characterCount(text));
  const writing = useWriting(field, id, text);
  const question = useEveryoneQuestion(conversation);
  const isRefused = useChat(({ attached, uploads }) =>
    (attached[id] ?? []).some(({ key }) => uploads?.[key]?.state === 'failed'),
  );
  const command = useCommand();
  const openDialog = useOpenDialog();
  /** What is to be said once a question is answered. */
  const said = useRef<[body: string, options?: SendOptions]>(['']);

  useArrival(field, setText);

  const copied = alsoInParent ? { alsoInParent } : {};

  const submit = () => {
    if (isRefused) attaching.holdBack();
    if (!ready) return;
    if (isCommand(text)) command.give(text);
    // Two slashes are one that is meant.
    else say(text.replace(/^\/(?=\/\w)/, ''));
  };

  const say = (...what: typeof said.current) => {
    said.current = what;
    if (!question.ask(what[0])) sendNow();
  };

  const sendNow = () => {
    const [body, options] = said.current;
    question.close();
    // As it is at this moment: a recording has joined it just before.
    const files = options?.poll ? undefined : chat().attached[id];
    if (send(id, body, { ...copied, ...(files && { files }), ...options })) {
      clear();
      onSent?.();
    }
    field.current?.focus();
  };

  const clear = () => {
    writing.done();
    command.close();
    setText('');
  };

  const sendLater = () => {
    const what = { conversationId: id, body: text, ...copied, files: attaching.files };
    if (!ready || isCommand(text)) submit();
    else openDialog({ name: 'send-later', what, onDone: clear });
  };

  const attaching = useAttaching(field, id, () => say(text));
  const { attach, record, onPaste, above } = attaching;
  const isEmpty = text.trim() === '' && attaching.files.length === 0;
  const ready = !isEmpty && left >= 0 && !isRefused;

  const press = (event: KeyboardEvent) => {
    const isPlain = !(event.shiftKey || event.altKey || event.ctrlKey || event.metaKey);
    if (isSubmitKey(event)) {
      event.preventDefault();
      submit();
    } else if (event.key === 'ArrowUp' && isPlain && text === '' && editLast(id)) event.preventDefault();
  };

  return (
    <div data-composing onPaste={onPaste} className="w-full max-w-[56rem] px-3 md:px-5">
      <MentionedOutsiders conversation={conversation} />
      {question.word && question.QuestionLine && (
        <question.QuestionLine
          word={question.word}
          count={conversation.memberCount}
          onSend={sendNow}
          onCancel={() => {
            question.close();
            field.current?.focus();
          }}
        />
      )}
      {above}
      <WritingBox
        writing={writing}
        text={text}
        onText={(next) => {
          setText(next);
          question.close();
          command.close();
          typing(id, next);
        }}
        onKey={press}
        isOver={left < 0}
        label={label}
        placeholder={label}
        describedBy={left < nearLimit ? countId : undefined}
        isComposer
        start={<AttachButton onFiles={attach} />}
      >
        <RecordButton isPlace={isEmpty} onPress={record} />
        <SendButton ready={ready} onPress={submit} />
        <span className={isEmpty ? 'contents pointer-coarse:hidden' : 'contents'}>
          <LaterButton ready={ready} onPress={sendLater} />
        </span>
      </WritingBox>
      {command.given !== null && command.Command && (
        <command.Command
          key={command.given}
          conversation={conversation}
          text={command.given}
          onSend={say}
          onDone={clear}
          onClose={() => {
            command.close();
            field.current?.focus();
          }}
          onHelp={() => {
            command.close();
            if (field.current) replaceText(field.current, 0, text.length, '/');
          }}
        />
      )}
      {left < nearLimit && (
        <p id={countId} className={`pt-1 text-tiny tabular-nums ${left < 0 ? 'text-danger' : 'text-muted'}`}>
          {left < 0 ? words.composer.over(-left) : words.composer.left(left)}
        </p>
      )}
    </div>
  );
}

/** The focus comes here with the conversation, but not where that would raise a keyboard over it, nor from elsewhere. */
function useArrival(field: RefObject<HTMLTextAreaElement | null>, onFound: (text: string) => void) {
  const isTakenOver = useTakenOver();
  useEffect(() => {
    const element = field.current;
    if (!element) return;
    // What was typed before the script was there stands in the field, but nobody knows of it.
    if (element.value !== '' && element.dataset.read === undefined) onFound(element.value);
    element.dataset.read = '';
    const address = new URLSearchParams(window.location.search);
    const pointed = address.has('message') || address.has('reply');
    if (
      !pointed &&
      window.matchMedia('(pointer: fine)').matches &&
      !document.querySelector('[role="dialog"]') &&
      !(isTakenOver && document.activeElement !== document.body)
    )
      element.focus({ preventScroll: true });
  }, [field, onFound, isTakenOver]);
}
