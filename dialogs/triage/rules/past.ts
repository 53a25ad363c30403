export interface Past {
  key: string;
}
export const blankPast: Past = { key: '' };
