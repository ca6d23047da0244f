import { z } from 'zod';
import { bot } from '#contract/bots.ts';
import { conversation, myConversation } from '#contract/conversations.ts';
import { member } from '#contract/members.ts';
import { message } from '#contract/messages.ts';
import type { Json } from '#contract/open-api.ts';
import { problem } from '#contract/problems.ts';
import { quote } from '#contract/quotes.ts';
import { readState } from '#contract/reads.ts';
import { savedMessage } from '#contract/saved.ts';
import { sidebar } from '#contract/sidebar.ts';
import { issuedToken, token } from '#contract/tokens.ts';
import { me, user } from '#contract/users.ts';
import { workspace, workspaceSettings } from '#contract/workspace.ts';

/** What is answered in more than one place, by the name that generated clients give it. */
const shared = z.registry<{ id: string }>();
for (const [id, schema] of Object.entries({
  ...{
    Bot: bot,
    Conversation: conversation,
    IssuedToken: issuedToken,
    Me: me,
    Member: member,
    Message: message,
  },
  ...{ MyConversation: myConversation, Problem: problem, Quote: quote, ReadState: readState },
  ...{ SavedMessage: savedMessage, Sidebar: sidebar, Token: token, User: user },
  ...{ Workspace: workspace, WorkspaceSettings: workspaceSettings },
}))
  shared.add(schema, { id });

const options = { metadata: shared, unrepresentable: 'any' } as const;

/** A schema as JSON Schema: what goes in, or what comes out. What is shared is named, not repeated. */
export function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  return tidied(z.toJSONSchema(schema, { ...options, io }), io);
}

/** The fields of an object that goes in, and those of them that must be there. */
export function fieldsOf(schema: z.ZodObject): { fields: [string, Json][]; required: ReadonlySet<string> } {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { ...options, io: 'input' });
  const fields = Object.entries(properties).map(([name, field]): [string, Json] => [
    name,
    tidied(field, 'input'),
  ]);
  return { fields, required: new Set(required) };
}

/** All that is named. */
export function sharedSchemas(): Record<string, Json> {
  const { schemas } = z.toJSONSchema(shared, { ...options, uri: (id) => `#/$defs/${id}`, io: 'output' });
  return Object.fromEntries(
    Object.entries(schemas).map(([id, schema]) => [id, tidied(schema, 'output')] as const),
  );
}

/** What zod writes and a reader of the document does not need: its own names, and patterns that a format says. */
function tidied(schema: unknown, io: 'input' | 'output'): Json {
  const tidy = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(tidy);
    if (typeof value !== 'object' || value === null) return value;
    const fields = Object.entries(value);
    const hasFormat = fields.some(([key]) => key === 'format');
    const kept = fields.filter(([key, inner]) => !isNoise(key, inner, hasFormat, io));
    return Object.fromEntries(kept.map(([key, inner]) => [key, key === '$ref' ? moved(inner) : tidy(inner)]));
  };
  return Object(tidy(schema));
}

function isNoise(key: string, value: unknown, hasFormat: boolean, io: 'input' | 'output'): boolean {
  if (key === '$schema' || key === '$id' || key === '$defs') return true;
  if (key === 'pattern') return hasFormat;
  // A later release may answer more; what it is asked with, it looks at closely.
  if (key === 'additionalProperties') return io === 'output' && value === false;
  return (key === 'minimum' || key === 'maximum') && Math.abs(Number(value)) === Number.MAX_SAFE_INTEGER;
}

function moved(reference: unknown): string {
  return String(reference).replace('#/$defs/', '#/components/schemas/');
}
