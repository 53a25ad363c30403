import { afterAll, beforeAll, expect, it } from 'vitest';
import { startBot, type TestBot } from '../support/bot.ts';
import { recordedLog } from '../support/http.ts';

const { log, text, lines } = recordedLog('info');
let bot: TestBot;
beforeAll(async () => {
  bot = await startBot({ log });
});
afterAll(() => bot.close());

it('the log says which rule heard a typed message and which of its own words, and nothing else of it', async () => {
  const user = bot.user('Zebulon Quux');
  const typed = [
    'onedrive xylofon 0x8004de40 on my windows 11 work laptop named KWYJIBO7',
    'yes it loads, says qwertzuiop',
    'still the vexillum same error, mail me at zeb@quux.example',
    'is this a xylofon virus?',
    'the brontosaurus cannot be found anywhere by kwyjibo',
    'please let me talk to somebody, Mr Quux for example',
  ];
  for (const one of typed) await user.type(one);
  const heard = (lines() as { heard?: { rule: string; words: string[] } }[]).flatMap(
    (line) => line.heard ?? [],
  );
  expect(heard).toHaveLength(typed.length);
  expect(heard).toContainEqual({ rule: 'faq malware', words: [expect.stringContaining('virus')] });
  expect(heard).toContainEqual({ rule: 'code', words: ['0x8004de40'] });
  for (const word of ['xylofon', 'kwyjibo', 'qwertzuiop', 'vexillum', 'brontosaurus', 'quux', 'zeb'])
    expect(text().toLowerCase()).not.toContain(word);
});
