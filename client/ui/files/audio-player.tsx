import { Pause, Play } from 'lucide-react';
import { useRef, useState } from 'react';
import type { MessageFile } from '#contract/files.ts';
import { IconButton } from '#ui/parts/icon-button.tsx';
import { DownloadButton } from './file-head.tsx';
import { fileWords } from './file-words.ts';
import { durationText } from './sizes.ts';

/** Sound, in place: to play, to go to somewhere in it, and how long it lasts. */
export function AudioPlayer({ file }: { file: MessageFile }) {
  const { id, name, duration } = file;
  return (
    <div className="flex h-14 items-center gap-1 ps-1.5 pe-1.5">
      <Player src={`/api/v1/files/${id}`} name={name} duration={duration} />
      <DownloadButton file={file} />
    </div>
  );
}

interface PlayerProps {
  src: string;
  name: string;
  /** Milliseconds, where they are known before. */
  duration: number | null;
  /** Its buttons are stops of the Tab key: it stands in no message. */
  isByTab?: true;
}

/** Nothing of it is loaded before it is played. */
export function Player({ src, name, duration, isByTab }: PlayerProps) {
  const tabIndex = isByTab ? 0 : -1;
  const sound = useRef<HTMLAudioElement>(null);
  const [isPlaying, setPlaying] = useState(false);
  const [at, setAt] = useState(0);
  const [found, setFound] = useState(0);
  // What was just recorded does not say how long it is.
  const length = duration ? duration / 1_000 : found;
  const toggle = () => {
    const { current } = sound;
    if (current) void (current.paused ? current.play().catch(() => {}) : current.pause());
  };
  return (
    <>
      {/* biome-ignore lint/a11y/useMediaCaption: nobody has written what is said in it */}
      <audio
        ref={sound}
        src={src}
        preload="none"
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onEnded={() => setAt(0)}
        onTimeUpdate={({ currentTarget }) => setAt(currentTarget.currentTime)}
        onDurationChange={({ currentTarget }) =>
          setFound(Number.isFinite(currentTarget.duration) ? currentTarget.duration : 0)
        }
      />
      <IconButton
        label={isPlaying ? fileWords.pause(name) : fileWords.play(name)}
        tabIndex={tabIndex}
        onClick={toggle}
      >
        {isPlaying ? (
          <Pause size={18} fill="currentColor" aria-hidden />
        ) : (
          <Play size={18} fill="currentColor" aria-hidden />
        )}
      </IconButton>
      <span className="min-w-0 flex-1 px-1 text-small">
        <bdi title={name} className="block truncate font-semibold">
          {name}
        </bdi>
        <span className="flex items-center gap-2">
          <input
            type="range"
            tabIndex={tabIndex}
            aria-label={fileWords.position(name)}
            aria-valuetext={durationText(at * 1_000)}
            min={0}
            max={length || 1}
            step={0.1}
            value={Math.min(at, length || 1)}
            onChange={({ target }) => {
              const next = Number(target.value);
              setAt(next);
              if (sound.current) sound.current.currentTime = next;
            }}
            // The arrow keys move it, and not from message to message.
            onKeyDown={(event) => event.key.startsWith('Arrow') && event.stopPropagation()}
            className="h-4 min-w-0 flex-1 accent-(--color-accent)"
          />
          <span className="shrink-0 text-tiny text-muted tabular-nums">
            {durationText((isPlaying || at > 0 ? at : length) * 1_000)}
          </span>
        </span>
      </span>
    </>
  );
}
