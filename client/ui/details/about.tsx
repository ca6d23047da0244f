import type { MyConversation } from '#contract/conversations.ts';
import { limits } from '#contract/limits.ts';
import { useChat, useUser } from '#state/hooks.ts';
import { dialogWords } from '#ui/dialog-words.ts';
import { MessageText } from '#ui/formatting/message-text.tsx';
import { useTimeZone } from '#ui/parts/clock.tsx';
import { fullDay } from '#ui/parts/dates.ts';
import { Sentence } from '#ui/parts/sentence.tsx';
import { wholeNumber } from '#ui/parts/whole-number.ts';
import { detailsWords } from './details-words.ts';
import { EditableText } from './editable-text.tsx';

/** What a conversation is called and about, who made it and when. */
export function About({ conversation }: { conversation: MyConversation }) {
  const { id, kind, name, topic, description, memberCount, may } = conversation;
  const isDirect = kind === 'direct';
  const mayDescribe = may.includes('setTopic');
  return (
    <div className="flex flex-col gap-4">
      {(!isDirect || memberCount > 2) && (
        <EditableText
          key={`${id} name`}
          conversationId={id}
          fact="name"
          value={name ?? ''}
          shown={<Line text={name ?? ''} />}
          may={may.includes('rename')}
          most={limits.conversationName}
          {...(isDirect
            ? { emptied: null }
            : {
                hint: (text) => (text.trimStart().startsWith('#') ? dialogWords.channel.nameHint : undefined),
              })}
        />
      )}
      {!isDirect && (
        <>
          <EditableText
            key={`${id} topic`}
            conversationId={id}
            fact="topic"
            value={topic}
            shown={<Line text={topic} />}
            may={mayDescribe}
            most={limits.topic}
          />
          <EditableText
            key={`${id} description`}
            conversationId={id}
            fact="description"
            value={description}
            shown={<MessageText text={description} />}
            may={mayDescribe}
            most={limits.description}
            hint={() => detailsWords.descriptionHint}
          />
        </>
      )}
      <Retention conversation={conversation} />
      <Origin conversation={conversation} />
    </div>
  );
}

/** How long its messages are kept, where that is not for ever, or one may say so. */
function Retention({ conversation }: { conversation: MyConversation }) {
  const { id, retentionDays, may } = conversation;
  const everywhere = useChat((state) => state.workspace.retentionDays);
  const maySet = may.includes('setRetention');
  if (!(maySet || (retentionDays ?? everywhere))) return null;
  return (
    <EditableText
      key={`${id} retention`}
      conversationId={id}
      fact="retentionDays"
      value={retentionDays === null ? '' : String(retentionDays)}
      shown={<p>{detailsWords.kept(retentionDays)}</p>}
      none={detailsWords.kept(everywhere)}
      may={maySet}
      most={5}
      hint={() => detailsWords.retentionHint}
      toFact={wholeNumber}
      emptied={null}
    />
  );
}

function Line({ text }: { text: string }) {
  return (
    <p className="own-box whitespace-pre-wrap wrap-anywhere">
      <bdi>{text}</bdi>
    </p>
  );
}

function Origin({ conversation }: { conversation: MyConversation }) {
  const timeZone = useTimeZone();
  const { createdBy, createdAt, archivedAt } = conversation;
  const creator = useUser(createdBy ?? '');
  const day = fullDay(createdAt, timeZone);
  return (
    <p className="own-box text-small text-muted wrap-anywhere">
      {creator ? (
        <Sentence text={([name = '']) => detailsWords.created(name, day)} names={[creator.name]} />
      ) : (
        detailsWords.createdOn(day)
      )}
      {archivedAt && <span className="block">{detailsWords.archivedOn(fullDay(archivedAt, timeZone))}</span>}
    </p>
  );
}
