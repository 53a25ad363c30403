import type { Answer } from '../dialogs/triage/answers.ts';

/** A line of text; `font` is `Monospace` for something to copy. */
export interface Line {
  text: string;
  font: 'Default' | 'Monospace';
}
export interface Words {
  text: string;
}
/** A line of the folded part; headings are bolder. */
export interface FoldedLine extends Words {
  weight: 'Default' | 'Bolder';
}
export interface Labelled extends Words {
  label: string;
}

export interface ChoiceInput {
  type: 'Input.ChoiceSet';
  id: string;
  label: string;
  style: 'expanded' | 'compact';
  choices: { title: string; value: string }[];
  value?: string;
  isRequired?: true;
  errorMessage?: string;
}
export interface TextInput {
  type: 'Input.Text';
  id: string;
  label: string;
  placeholder?: string;
  maxLength: number;
  isMultiline?: true;
  value?: string;
  isRequired?: true;
  errorMessage?: string;
}
export type CardInput = ChoiceInput | TextInput;

/** What every case reference in card data looks like; `verb` travels in the fallback's data too. */
export interface CardData {
  case: string;
  step: string;
  rev: number;
  /** Of the buttons that rate by a single tap. */
  rating?: string;
}
export interface AnswerAction {
  type: 'Action.Execute';
  title: string;
  verb: Answer;
  data: CardData;
  mode?: 'secondary';
  associatedInputs?: 'none';
  fallback: {
    type: 'Action.Submit';
    title: string;
    data: CardData & { verb: Answer };
    mode?: 'secondary';
    associatedInputs?: 'none';
  };
}
export interface LinkAction {
  type: 'Action.OpenUrl';
  title: string;
  url: string;
}

/** What stands in front of every card while something is switched off; empty otherwise. */
export interface BannerModel {
  banner: Words[];
  bannerTitle: string;
  hasBanner: boolean;
}

interface Spoken {
  speak: string;
  fallbackText: string;
}

/**
 * What templates/frame.json and the content template of the kind are bound to.
 * A part that may be missing is a list of none or one: an empty list leaves nothing in the card.
 */
export interface FrameModel extends BannerModel, Spoken {
  notice: Words[];
  title: string;
  body: Line[];
  why: Labelled[];
  lines: Labelled[];
  /** The same in two parts, where the second is folded. */
  linesOpen: Labelled[];
  linesMore: Labelled[];
  hasLinesMore: boolean;
  showAll: string;
  hasLines: boolean;
  warning: Words[];
  safety: Labelled[];
  links: LinkAction[];
  hasLinks: boolean;
  inputs: CardInput[];
  hasInputs: boolean;
  /** Buttons above the inputs that need nothing else, and the words in front of them. */
  taps: AnswerAction[];
  tapLabel: Words[];
  hasTaps: boolean;
  /** Buttons that stand right below the inputs. */
  inputActions: AnswerAction[];
  hasInputActions: boolean;
  effort: Labelled[];
  progress: Words[];
  trail: Words[];
  more: FoldedLine[];
  hasMore: boolean;
  moreTitle: string;
  typed: Words[];
}

/** templates/line.json: what is left of a card that was posted again below. */
export interface LineModel extends BannerModel, Spoken {
  text: string;
}

/** templates/answer.json: the answer to a question, the step stays. */
export interface AnswerModel extends BannerModel, Spoken {
  title: string;
  body: Line[];
  links: LinkAction[];
  hasLinks: boolean;
}

/** A finished card, ready to be an attachment's content or an invoke response's value. */
export interface AdaptiveCardJson {
  type: 'AdaptiveCard';
  $schema: string;
  version: '1.5';
  fallbackText: string;
  speak: string;
  body: unknown[];
  actions?: AnswerAction[];
  refresh?: {
    action: { type: 'Action.Execute'; title: string; verb: 'show'; data: CardData };
    userIds: string[];
  };
}
