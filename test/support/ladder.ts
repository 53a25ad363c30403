import type { Card, TeamsUser } from './teams.ts';

/** Form inputs of a personal Windows computer, of a managed one and so on. */
export const pc = (platform: string, ownership: string, ownDevice = 'yes') => ({
  platform,
  ownership,
  ownDevice,
});

export const nothingSpecial = {
  spread: 'only-me',
  newDevice: 'no',
  changed: 'nothing',
  accountType: 'work',
  otherAppsFail: 'no',
};

/** Clicks through answers; each is a verb, or a verb with inputs. Returns the cards on the way, the first included. */
export async function climb(
  user: TeamsUser,
  first: Card,
  clicks: readonly (string | [string, object])[],
): Promise<Card[]> {
  const cards = [first];
  for (const one of clicks) {
    const [verb, inputs] = typeof one === 'string' ? [one, {}] : one;
    cards.push(await user.click(cards.at(-1) ?? first, verb, inputs));
  }
  return cards;
}
