import { X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useActions, useChatState } from '#state/hooks.ts';
import type { ConversationFacts } from '#state/nouns/facts.ts';
import type { SendOptions } from '#state/nouns/state.ts';
import { NotSent } from '#state/sync/no-answer.ts';
import { slashCommands } from '#ui/completion/slash-commands.ts';
import { useNavigation } from '#ui/navigation/navigation.tsx';
import { useOpenDialog } from '#ui/navigation/open-dialog.ts';
import { useDepart } from '#ui/navigation/use-depart.ts';
import { useClock } from '#ui/parts/clock.tsx';
import { exactTime } from '#ui/parts/dates.ts';
import { IconButton } from '#ui/parts/icon-button.tsx';
import { showToast } from '#ui/parts/toast.ts';
import { sentenceOf } from '#ui/parts/use-submit.ts';
import { commandWords } from './command-words.ts';
import { commands, type Outcome } from './commands.ts';

interface CommandProps {
  conversation: ConversationFacts;
  /** What was written, with its slash. */
  text: string;
  onSend: (body: string, options?: SendOptions) => void;
  /** It is carried out: the text goes. */
  onDone: () => void;
  /** Back to the text. */
  onClose: () => void;
  /** Back to the slash alone. */
  onHelp: () => void;
}

/** What is said below the composer, and what can be done about it. */
interface Line {
  text: string;
  word?: string;
  run?: () => void;
}

/** Carries out what was written behind a slash, once, and says below the composer what is wrong with it. */
export function Command({ conversation, text, onSend, onDone, onClose, onHelp }: CommandProps) {
  const [line, setLine] = useState<Line | null>(null);
  const isBegun = useRef(false);
  const means = useMeans(conversation);
  const { go } = useNavigation();

  const follow = (outcome: Outcome) => {
    switch (outcome.kind) {
      case 'send':
        return onSend(outcome.body, outcome.options);
      case 'dialog':
        onClose();
        return means.openDialog({ ...outcome.request, onDone });
      case 'help':
        return onHelp();
      case 'ask':
        return setLine({
          ...{ text: outcome.question, word: outcome.word },
          run: () => void attempt(outcome.run),
        });
      case 'done':
        onDone();
        return say(outcome);
    }
  };
  const say = ({ said, goal }: Extract<Outcome, { kind: 'done' }>) => {
    const action = goal ? { word: commandWords.look, run: () => go(goal) } : null;
    if (said !== '') showToast({ text: said, action });
  };
  const attempt = async (run: () => Outcome | Promise<Outcome>) => {
    setLine(null);
    try {
      follow(await run());
    } catch (error) {
      setLine({ text: sentenceOf(error) });
    }
  };

  useEffect(() => {
    if (isBegun.current) return;
    isBegun.current = true;
    const { name, args, word } = readCommand(text);
    if (name === null)
      return setLine({
        ...{ text: commandWords.unknown(word), word: commandWords.sendAnyway },
        run: () => onSend(text),
      });
    void attempt(() => {
      if (!isOffline(means.state()) || isMessage.has(name)) return commands[name](args, means);
      throw new NotSent();
    });
  });

  if (!line) return null;
  return (
    <div className="mt-1.5 flex items-start gap-x-2 rounded-control bg-sunken py-1 ps-3 pe-1 text-small">
      <p role="alert" className="min-w-0 flex-1 py-1 wrap-anywhere">
        {line.text}
      </p>
      {line.word && (
        <button
          type="button"
          onClick={line.run}
          className="min-h-7 shrink-0 rounded-control px-2 font-semibold text-link underline-offset-2 hover:underline pointer-coarse:min-h-11"
        >
          {line.word}
        </button>
      )}
      <IconButton label={commandWords.dismiss} size="small" onClick={onClose}>
        <X size={16} aria-hidden />
      </IconButton>
    </div>
  );
}

/** What is sent as messages are, so that it may wait for a connection, or asks for nothing. */
const isMessage: ReadonlySet<string> = new Set(['me', 'shrug', 'poll', 'help']);

function isOffline({ connection }: { connection: string }): boolean {
  return connection === 'offline';
}

/** The command that a text begins with, and what stands behind it; null: there is no such one. */
function readCommand(text: string) {
  const [word = ''] = text.split(/\s/, 1);
  const name = word.slice(1).toLowerCase();
  const known = slashCommands.find((command) => command.name === name);
  return { word, name: known?.name ?? null, args: text.slice(word.length).trim() };
}

function useMeans(conversation: ConversationFacts) {
  const { timeZone } = useClock();
  const { go } = useNavigation();
  return {
    ...{ conversation, go },
    actions: useActions(),
    state: useChatState(),
    depart: useDepart(),
    openDialog: useOpenDialog(),
    exact: (iso: string) => exactTime(iso, timeZone),
  };
}
