// What databases held at each migration that was released: a few rows of everything that it brought. The SQL speaks the
// language of that time and is never changed again; dumps.ts makes an archive of each from it.

/** Text that every notation of values gets wrong once. */
export const difficultText = 'tab\tline\nbackslash \\ \\N \\. quote \' " 日本語 🎉 {"a": 1}';

/** Ids that the rows use, short: `id(3, 1)` is the first message. */
export function id(kind: number, n: number): string {
  return `0190000${kind}-0000-7000-8000-${String(n).padStart(12, '0')}`;
}

const [ada, ben, cy] = [id(1, 1), id(1, 2), id(1, 3)];
const [general, plans, direct, archived] = [id(2, 1), id(2, 2), id(2, 3), id(2, 4)];
const thread = id(3, 1);
const [first, second, third, fourth, fifth] = [1, 2, 3, 4, 5].map((n) => id(4, n));
const [planned, said, reply] = [id(4, 6), id(4, 7), id(4, 8)];
const at = (minute: number) => `'2026-01-02T03:${String(minute).padStart(2, '0')}:00.123Z'`;
const quoted = `E'${difficultText.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

export const rows: Record<string, string> = {
  '20261121000000_foundation': `
    UPDATE workspace SET name = 'Dumped';
    INSERT INTO "user" (id, name, email, password_hash, role, created_at) VALUES
      ('${ada}', 'Ada', 'ada@example.test', 'hash', 'owner', ${at(0)}),
      ('${ben}', 'Ben Ångström', 'ben@example.test', 'hash', 'member', ${at(1)});
    INSERT INTO session (id, user_id, token_hash, expires_at) VALUES
      ('${id(9, 1)}', '${ada}', decode(repeat('0a', 32), 'hex'), '2100-01-01Z');
    INSERT INTO conversation (id, kind, name, topic, direct_key, is_default, created_by_id, member_count, last_seq, version) VALUES
      ('${general}', 'public', 'general', 'Everything', NULL, true, '${ada}', 2, 3, 5),
      ('${plans}', 'private', 'Plans', '', NULL, false, '${ada}', 1, 1, 1),
      ('${direct}', 'direct', NULL, '', '${ada},${ben}', false, '${ben}', 2, 1, 1);
    INSERT INTO member (conversation_id, user_id, last_read_seq) VALUES
      ('${general}', '${ada}', 3), ('${general}', '${ben}', 1), ('${plans}', '${ada}', 1),
      ('${direct}', '${ada}', 0), ('${direct}', '${ben}', 1);
    INSERT INTO message (id, conversation_id, seq, version, author_id, client_id, body, created_at, edited_at, deleted_at, reaction_count) VALUES
      ('${first}', '${general}', 1, 4, '${ada}', '${id(5, 1)}', 'The first, edited', ${at(2)}, ${at(5)}, NULL, 0),
      ('${second}', '${general}', 2, 5, '${ben}', '${id(5, 2)}', '', ${at(3)}, NULL, ${at(6)}, 0),
      ('${third}', '${general}', 3, 3, '${ben}', '${id(5, 3)}', ${quoted}, ${at(4)}, NULL, NULL, 1),
      ('${planned}', '${plans}', 1, 1, '${ada}', '${id(5, 6)}', 'A plan', ${at(5)}, NULL, NULL, 0),
      ('${said}', '${direct}', 1, 1, '${ben}', '${id(5, 7)}', 'Between us', ${at(6)}, NULL, NULL, 0);
    INSERT INTO reaction (message_id, emoji, user_id) VALUES ('${third}', '👍🏽', '${ada}');`,
  '20261121120000_names_and_handles': `
    INSERT INTO "user" (id, name, handle, handle_skeleton, email, password_hash, role) VALUES
      ('${cy}', 'Cy', 'cy', 'cy', 'cy@example.test', 'hash', 'member');
    INSERT INTO conversation (id, kind, name, name_skeleton, name_shape, created_by_id, member_count) VALUES
      ('${archived}', 'public', 'Old things', 'old things', 'Old things', '${ada}', 1);
    INSERT INTO member (conversation_id, user_id) VALUES ('${archived}', '${ada}');`,
  '20261122000000_closed_conversations': `
    INSERT INTO conversation (id, kind, name, name_skeleton, name_shape, closed_at) VALUES
      ('${id(2, 5)}', 'private', 'Deleted', 'deleted', 'Deleted', ${at(7)});`,
  '20261122010000_last_messages': `
    INSERT INTO message (id, conversation_id, seq, version, author_id, client_id, body, created_at) VALUES
      ('${fourth}', '${general}', 4, 6, '${ada}', '${id(5, 4)}', 'The fourth', ${at(8)});
    UPDATE conversation SET last_seq = 4, version = 6, last_message_at = ${at(8)} WHERE id = '${general}';`,
  '20261123000000_earlier_texts': `
    INSERT INTO message_edit (message_id, version, body, edited_at) VALUES ('${first}', 1, 'The first', ${at(5)});
    INSERT INTO message_deletion (message_id, deleted_by_id, deleted_at, body, reactions) VALUES
      ('${second}', '${ben}', ${at(6)}, 'The second', '[]');`,
  '20261123010000_threads': `
    INSERT INTO conversation (id, kind, parent_id, root_seq, created_by_id, member_count, last_seq, version, last_message_at) VALUES
      ('${thread}', 'thread', '${general}', 3, '${ada}', 1, 1, 1, ${at(9)});
    INSERT INTO member (conversation_id, user_id, parent_id, last_read_seq) VALUES ('${thread}', '${ada}', '${general}', 1);
    INSERT INTO message (id, conversation_id, seq, version, author_id, client_id, body, created_at, in_thread_id, in_thread_seq) VALUES
      ('${reply}', '${thread}', 1, 1, '${ada}', '${id(5, 8)}', 'A reply', ${at(9)}, NULL, NULL),
      ('${fifth}', '${general}', 5, 7, '${ada}', '${id(5, 5)}', 'A reply', ${at(9)}, '${thread}', 3);
    UPDATE message SET version = 8, thread_id = '${thread}', reply_count = 1, last_reply_at = ${at(9)},
      last_author_ids = ARRAY['${ada}']::uuid[] WHERE id = '${third}';
    UPDATE conversation SET last_seq = 5, version = 8, last_message_at = ${at(9)} WHERE id = '${general}';`,
  '20261123020000_mentions': `
    UPDATE message SET body = 'A plan for @ada and @channel',
      mentions = '[{"text": "@ada", "userId": "${ada}"}, {"text": "@channel", "everyone": "channel"}]' WHERE id = '${said}';
    INSERT INTO mention (message_id, conversation_id, seq, author_id, user_id) VALUES
      ('${said}', '${direct}', 1, '${ben}', '${ada}'),
      ('${said}', '${direct}', 1, '${ben}', '00000000-0000-0000-0000-000000000000');`,
  '20261123030000_unread': `
    UPDATE member SET read_version = 1, last_read_seq = 2 WHERE conversation_id = '${general}' AND user_id = '${ada}';
    UPDATE member SET notify_level = 'mentions', muted = true, notify_version = 2
      WHERE conversation_id = '${general}' AND user_id = '${ben}';`,
  // It brought what is made from the messages, which no backup carries.
  '20261123040000_search': '',
  '20261124000000_conversation_details': `
    UPDATE conversation SET description = '# About\nEverything', archived_at = ${at(10)} WHERE id = '${archived}';
    UPDATE conversation SET name = 'The two', name_skeleton = 'the two', name_shape = 'The two' WHERE id = '${direct}';`,
  '20261124010000_sidebar': `
    INSERT INTO sidebar (user_id, version, layout) VALUES ('${ada}', 3,
      '{"sections": [{"id": "${id(6, 1)}", "name": "Work", "isCollapsed": false, "conversationIds": ["${plans}"]}], "starred": ["${general}"]}');`,
  '20261124020000_pins_and_saved': `
    UPDATE message SET version = 9, pinned_by_id = '${ben}', pinned_at = ${at(11)} WHERE id = '${fourth}';
    UPDATE conversation SET version = 9, pin_count = 1 WHERE id = '${general}';
    INSERT INTO saved_message (user_id, message_id, conversation_id, saved_at, remind_at) VALUES
      ('${ada}', '${third}', '${general}', ${at(12)}, '2100-01-01Z');`,
};
