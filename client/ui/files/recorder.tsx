import { Square } from 'lucide-react';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Chosen } from '#state/sync/uploads.ts';
import { Button } from '#ui/parts/button.tsx';
import { useTimeZone } from '#ui/parts/clock.tsx';
import { IconButton } from '#ui/parts/icon-button.tsx';
import { Mic } from '#ui/parts/icons.ts';
import { Player } from './audio-player.tsx';
import { fileWords } from './file-words.ts';
import { type Recorded, startRecording } from './recording.ts';
import { durationText } from './sizes.ts';

interface RecorderProps {
  onSend: (recording: Chosen) => void;
  onClose: () => void;
}

type Stage =
  | { kind: 'asking' | 'refused' }
  | { kind: 'recording'; stop: () => void; since: number }
  | { kind: 'recorded'; recorded: Recorded; address: string };

/** Records a voice message: the browser asks for the microphone, then one stops, listens, and sends or discards. */
export function Recorder({ onSend, onClose }: RecorderProps) {
  const timeZone = useTimeZone();
  const [stage, setStage] = useState<Stage>({ kind: 'asking' });
  const own = useRef<HTMLFieldSetElement>(null);

  useEffect(() => {
    const ending = new AbortController();
    let address: string | null = null;
    startRecording(ending.signal, (recorded) => {
      address = URL.createObjectURL(recorded.blob);
      setStage({ kind: 'recorded', recorded, address });
    }).then(
      (stop) => ending.signal.aborted || setStage({ kind: 'recording', stop, since: Date.now() }),
      () => ending.signal.aborted || setStage({ kind: 'refused' }),
    );
    return () => {
      ending.abort();
      if (address) URL.revokeObjectURL(address);
    };
  }, []);

  // Each stage has another button to press next. With its picture: later, it would take the focus from whoever has
  // closed this in the meantime.
  const { kind } = stage;
  // biome-ignore lint/correctness/useExhaustiveDependencies: with each stage
  useLayoutEffect(() => own.current?.querySelector('button')?.focus(), [kind]);

  const send = ({ blob, duration, ending }: Recorded) => {
    onSend({ blob, duration, name: `${fileWords.voiceName(minuteNow(timeZone))}.${ending}` });
  };

  return (
    <fieldset
      ref={own}
      aria-label={fileWords.voice}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        onClose();
      }}
      className="mb-2 flex min-h-13 flex-wrap items-center gap-2 rounded-card border border-border-strong bg-raised px-3 py-1.5"
    >
      {stage.kind === 'asking' && <Said text={fileWords.asking} />}
      {stage.kind === 'refused' && <Said text={fileWords.noMicrophone} />}
      {stage.kind === 'recording' && (
        <>
          <span role="status" className="flex min-w-0 flex-1 items-center gap-2 text-small">
            <span aria-hidden className="size-2.5 rounded-full bg-danger" />
            {fileWords.recording}
            <Elapsed since={stage.since} />
          </span>
          <IconButton label={fileWords.stop} look="primary" onClick={stage.stop}>
            <Square size={14} fill="currentColor" aria-hidden />
          </IconButton>
        </>
      )}
      {stage.kind === 'recorded' && (
        <span className="flex min-w-48 flex-1 items-center">
          <Player src={stage.address} name={fileWords.voice} duration={stage.recorded.duration} isByTab />
        </span>
      )}
      <Button look="quiet" onClick={onClose}>
        {fileWords.discardRecording}
      </Button>
      {stage.kind === 'recorded' && (
        <Button look="primary" onClick={() => send(stage.recorded)}>
          {fileWords.sendRecording}
        </Button>
      )}
    </fieldset>
  );
}

/** As `2026-11-22 18.34`, which is a name of a file on every system: a colon is none. */
function minuteNow(timeZone: string): string {
  const minute = new Date().toLocaleString('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  return minute.replace(':', '.');
}

function Said({ text }: { text: string }) {
  return (
    <span role="status" className="flex min-w-48 flex-1 items-center gap-2 text-small">
      <Mic size={16} aria-hidden className="shrink-0 text-muted" />
      {text}
    </span>
  );
}

/** Not announced: that it counts is said once. */
function Elapsed({ since }: { since: number }) {
  const [now, setNow] = useState(since);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, []);
  return (
    <span aria-hidden className="text-muted tabular-nums">
      {durationText(now - since)}
    </span>
  );
}
