import { isFine } from '#e2e/people/axe.ts';
import { formattingBar, writesWord } from '#e2e/people/composing.ts';
import { channelOf, expect, posts, test } from '#e2e/people/test.ts';
import { opensThread } from '#e2e/people/threads.ts';

test('keys format what is selected, undo takes it back, and a list goes on by itself', async ({ person }) => {
  const ada = await person('Ada');
  await ada.comesTo(await channelOf([ada]));
  const { composer } = ada;
  const presses = async (...keys: string[]) => {
    for (const key of keys) await ada.page.keyboard.press(key);
  };
  await composer.fill('a word');
  await presses('Control+Shift+ArrowLeft', 'Control+b');
  await expect(composer).toHaveValue('a **word**');
  await presses('Control+i');
  await expect(composer).toHaveValue('a **_word_**');
  await presses('Control+z');
  await expect(composer).toHaveValue('a **word**');
  await presses('Control+b');
  await expect(composer).toHaveValue('a word');
  await presses('Control+e');
  await expect(composer).toHaveValue('a `word`');

  await composer.fill('');
  await presses('Control+Shift+7');
  await composer.pressSequentially('one');
  await presses('Shift+Enter');
  await composer.pressSequentially('two');
  await expect(composer).toHaveValue('1. one\n2. two');
  await presses('Shift+Enter', 'Shift+Enter');
  await expect(composer).toHaveValue('1. one\n2. two\n');
  await presses('Enter');
  await expect(ada.message('one').locator('li')).toHaveText(['one', 'two']);

  await presses('Control+k');
  await expect(ada.dialog('Jump to a conversation')).toBeVisible();
});

test('the toolbar is one stop of the Tab key, leads back to the field, and stays hidden where one hid it', async ({
  person,
}) => {
  const ada = await person('Ada');
  await ada.comesTo(await channelOf([ada]));
  const toolbar = formattingBar(ada);
  await expect(toolbar).toBeVisible();
  await writesWord(ada);
  await toolbar.getByRole('button', { name: 'Bold' }).focus();
  await ada.page.keyboard.press('ArrowRight');
  await expect(toolbar.getByRole('button', { name: 'Italic' })).toBeFocused();
  await ada.page.keyboard.press('Enter');
  await expect(ada.composer).toBeFocused();
  await expect(ada.composer).toHaveValue('_word_');

  await toolbar.getByRole('button', { name: 'Preview' }).click();
  await expect(ada.page.getByRole('region', { name: 'Preview' }).locator('em')).toHaveText('word');
  await expect(ada.composer).toBeHidden();
  await isFine(ada, 'a preview', 'main');
  await toolbar.getByRole('button', { name: 'Go on writing' }).click();
  await expect(ada.composer).toHaveValue('_word_');
  await isFine(ada, 'the toolbar', 'main');

  await ada.button('Hide formatting').click();
  await expect(toolbar).toBeHidden();
  await ada.page.reload();
  await expect(ada.button('Show formatting')).toBeVisible();
  await expect(toolbar).toBeHidden();
});

test('a pasted address makes a link of words, pasted code stays as it is and may become a block', async ({
  person,
}) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  await Promise.all([ada.comesTo(channel), bob.comesTo(channel)]);
  await ada.page.waitForLoadState('networkidle');
  const pastes = (text: string, editor = '') =>
    ada.composer.evaluate(
      (field, [text = '', editor = '']) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/plain', text);
        if (editor) clipboardData.setData('vscode-editor-data', editor);
        const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
        // What the browser does by itself, which it does not do for an event that a script made.
        if (field.dispatchEvent(event)) document.execCommand('insertText', false, text);
      },
      [text, editor],
    );
  await ada.composer.fill('read this');
  await ada.page.keyboard.press('Control+Shift+ArrowLeft');
  await pastes('https://example.com/plan');
  await expect(ada.composer).toHaveValue('read [this](https://example.com/plan)');
  await ada.page.keyboard.press('Enter');
  await expect(bob.message('read').getByRole('link', { name: 'this' })).toBeVisible();

  const code = 'if (x) {\n\treturn  "a*b*c";\n}';
  await ada.composer.fill('Look:\n');
  await ada.composer.press('Control+End');
  await pastes(code, '{"mode":"typescript"}');
  await expect(ada.composer).toHaveValue(`Look:\n${code}`);
  await ada.button('Make it a code block').click();
  await expect(ada.composer).toHaveValue(`Look:\n\`\`\`typescript\n${code}\n\`\`\`\n`);
  await expect(ada.composer).toBeFocused();
  await ada.page.keyboard.press('Enter');
  expect(await bob.message('Look').locator('pre').textContent()).toBe(code);
  await posts(bob, channel, 'seen');
  await ada.sees('seen');
});

test('a message is edited with all that writing has, and the toolbar shows what the caret stands in', async ({
  person,
}) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  await Promise.all([ada.comesTo(channel), bob.comesTo(channel)]);
  await ada.says('a word');
  await ada.composer.press('ArrowUp');
  const editor = ada.page.getByRole('textbox', { name: 'Edit message' });
  const row = ada.main.getByRole('article');
  const bold = row.getByRole('toolbar', { name: 'Formatting' }).getByRole('button', { name: 'Bold' });
  await editor.selectText();
  await editor.press('Control+b');
  await expect(editor).toHaveValue('**a word**');
  await expect(bold).toHaveAttribute('aria-pressed', 'true');
  await editor.press('End');
  await expect(bold).toHaveAttribute('aria-pressed', 'false');
  await isFine(ada, 'an editor with its toolbar', '[role=log]');
  await editor.pressSequentially(' :tada:');
  await expect(editor).toHaveValue('**a word** 🎉');
  await editor.pressSequentially(' @Bob');
  const people = ada.page.getByRole('listbox', { name: 'People' }).getByRole('option');
  await expect(people.first()).toContainText(bob.name);
  await editor.press('Enter');
  // In the middle of what is marked, the command takes the mark away.
  for (let step = 0; step < 5; step += 1) await editor.press(step === 0 ? 'Home' : 'ArrowRight');
  await expect(bold).toHaveAttribute('aria-pressed', 'true');
  await row.getByRole('button', { name: 'Italic' }).focus();
  await ada.page.keyboard.press('ArrowLeft');
  await ada.page.keyboard.press('Enter');
  await expect(editor).toHaveValue(/^a word 🎉 @/);
  await row.getByRole('button', { name: 'Preview' }).click();
  await expect(row.getByRole('region', { name: 'Preview' })).toContainText('a word 🎉');
  await row.getByRole('button', { name: 'Go on writing' }).click();
  await editor.press('Enter');
  await expect(bob.message('a word 🎉')).toContainText(`@${bob.name}`);

  // Escape from anywhere in it gives the editor up.
  await ada.composer.press('ArrowUp');
  await row.getByRole('button', { name: 'Italic' }).focus();
  await ada.page.keyboard.press('Escape');
  await expect(editor).toHaveCount(0);
});

test('beside a conversation the field has a line of its own, above its buttons, and keeps it', async ({
  person,
}) => {
  const ada = await person('Ada');
  const channel = await channelOf([ada]);
  await posts(ada, channel, 'to be answered');
  await ada.comesTo(channel);
  const { panel, composer } = await opensThread(ada, 'to be answered');
  const attach = panel.getByRole('button', { name: 'Attach files' });
  const send = panel.getByRole('button', { name: 'Send', exact: true });
  const boxes = () => Promise.all([composer, attach, send].map((one) => one.boundingBox()));
  const [field, first, last] = await boxes();
  expect(field?.width).toBeGreaterThan(300);
  expect(first?.y).toBe((field?.y ?? 0) + (field?.height ?? 0));
  expect(last?.y).toBe(first?.y);
  expect(first?.x).toBeLessThan(last?.x ?? 0);
  await composer.fill('one line');
  expect(await boxes()).toEqual([field, first, last]);
  // The keys go through it as it is seen.
  await ada.page.keyboard.press('Tab');
  await expect(attach).toBeFocused();
  // In the conversation there is room beside them.
  const [wide, beside] = await Promise.all([
    ada.main.getByRole('textbox', { name: /^Message / }).boundingBox(),
    ada.main.getByRole('button', { name: 'Attach files' }).boundingBox(),
  ]);
  expect(beside?.y).toBe(wide?.y);
});
