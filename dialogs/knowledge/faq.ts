/** The questions that are answered at any step; their words are in `cards/locales/<language>/faq.json`. */
export const faqIds = [
  'malware',
  'reset-deletes',
  'came-back',
  'web-works',
  'reinstall',
  'company-proxy',
  'repair-tool',
  'password-wrong',
  'code-meaning',
  'what-happens-to-text',
  'who-sees-my-case',
] as const;
export type FaqId = (typeof faqIds)[number];

/** Whether a string, for example out of card data, names a question of the FAQ. */
export const isFaqId = (id: string): id is FaqId => (faqIds as readonly string[]).includes(id);
