import { Download, File as FileIcon, FileImage, FileMusic, FileText, FileVideo } from 'lucide-react';
import type { FileKind, MessageFile } from '#contract/files.ts';
import type { Icon } from '#ui/parts/icons.ts';
import { fileWords } from './file-words.ts';
import { sizeText } from './sizes.ts';

const icons: Record<FileKind, Icon> = {
  ...{ image: FileImage, video: FileVideo, audio: FileMusic, pdf: FileText, text: FileText, other: FileIcon },
};

export function FileKindIcon({ kind }: { kind: FileKind }) {
  const Icon = icons[kind];
  return (
    <span className="inline-flex size-9 shrink-0 items-center justify-center rounded-control bg-strong text-muted">
      <Icon size={18} aria-hidden />
    </span>
  );
}

interface FileHeadProps extends Omit<DownloadButtonProps, 'file'> {
  file: MessageFile;
}

/** What a file is called and how large it is, and the way to have it. */
export function FileHead({ file, ...how }: FileHeadProps) {
  const { name, bytes, alt, kind } = file;
  return (
    <div className="flex h-14 items-center gap-2.5 ps-2.5 pe-1.5">
      <FileKindIcon kind={kind} />
      <span className="min-w-0 flex-1 text-small">
        <bdi title={name} className="block truncate font-semibold">
          {name}
        </bdi>
        <span className="block truncate text-tiny text-muted">
          {endingOf(name)}
          {sizeText(bytes)}
          {alt && ` · ${alt}`}
        </span>
      </span>
      <DownloadButton file={file} {...how} />
    </div>
  );
}

/** `PDF · `: what it is, as its name says. */
function endingOf(name: string): string {
  const ending = /\.([a-z\d]{1,5})$/i.exec(name)?.[1];
  return ending ? `${ending.toUpperCase()} · ` : '';
}

interface DownloadButtonProps {
  file: Pick<MessageFile, 'id' | 'name'>;
  /** It stands in no message, which else is the stop of the Tab key. */
  isByTab?: true;
  /** The report by which somebody has it who looks after reports. */
  reportId?: string;
}

export function DownloadButton({ file: { id, name }, isByTab, reportId }: DownloadButtonProps) {
  const label = fileWords.download(name);
  return (
    <a
      href={`/api/v1/files/${id}${reportId === undefined ? '' : `?reportId=${reportId}`}`}
      download={name}
      tabIndex={isByTab ? 0 : -1}
      aria-label={label}
      data-hint={fileWords.downloadShort}
      className="inline-flex size-8 shrink-0 items-center justify-center rounded-control text-muted -outline-offset-2 hover:bg-strong hover:text-text pointer-coarse:size-11"
    >
      <Download size={16} aria-hidden />
    </a>
  );
}
